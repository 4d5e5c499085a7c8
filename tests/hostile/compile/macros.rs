// tries: expand macros without end
// allowed: compile_error
// seconds: 90
#![recursion_limit = "100000"]
macro_rules! more { ($($t:tt)*) => { more!($($t)* $($t)*) }; }
fn main() { more!(x); }
