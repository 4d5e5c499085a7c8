export const twice = (number: number): number => 2 * number;
