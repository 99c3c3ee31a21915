export function ImproveScreen() {
  return null;
}
