export function FormScreen() {
  return null;
}
