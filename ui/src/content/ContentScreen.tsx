export function ContentScreen() {
  return null;
}
