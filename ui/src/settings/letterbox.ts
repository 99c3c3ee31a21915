/** "Kauppa <posti@kauppa.fi>": the name and the address of a sender. Pure. */

export interface Letterbox {
  name: string;
  address: string;
}

export function split(written: string): Letterbox {
  const found = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(written);
  if (!found) return { name: "", address: written };
  const name = found[1]!;
  const quoted = /^"(.*)"$/.exec(name);
  return { name: quoted ? quoted[1]!.replace(/\\(.)/g, "$1") : name, address: found[2]! };
}

export function join(parts: Letterbox): string {
  const name = parts.name.trim();
  const address = parts.address.trim();
  if (!name) return address;
  // In a header a comma or a bracket would end the name.
  const said = /^[\p{L}\p{N}\p{M} !#$%&'*+/=?^_`{|}~-]*$/u.test(name) ? name : `"${name.replace(/["\\]/g, "\\$&")}"`;
  return `${said} <${address}>`;
}
