pub fn twice(number: i32) -> i32 {
    2 * number
}
