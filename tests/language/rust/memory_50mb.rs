fn main() {
    let mut block = vec![0u8; 50 << 20];
    for page in block.chunks_mut(4096) {
        page[0] = 1;
    }
    let sum: u64 = block.chunks(4096).map(|page| page[0] as u64).sum();
    println!("{sum}");
}
