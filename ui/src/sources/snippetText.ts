/** The texts one pastes elsewhere. */

export function snippet(origin: string, key: string): string {
  return `<script>window.polku = window.polku || [];</script>\n<script async src="${origin}/polku.js" data-key="${key}"></script>`;
}

export function curl(origin: string, key: string): string {
  const body = '{"userId": "42", "event": "Order Completed", "properties": {"total": 49.9, "currency": "EUR"}}';
  return `curl ${origin}/v1/track \\\n  -u ${key}: \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
}
