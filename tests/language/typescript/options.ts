function shout(word) {
  return word.toUpperCase();
}

console.log(shout("loose"));
