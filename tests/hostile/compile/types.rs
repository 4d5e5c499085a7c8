// tries: make the compiler unfold types without end
// allowed: compile_error
// seconds: 90
trait Deep { fn go(&self); }
impl<T> Deep for T { fn go(&self) { (self, self).go() } }
fn main() { 0.go(); }
