exports.twice = (number) => 2 * number;
