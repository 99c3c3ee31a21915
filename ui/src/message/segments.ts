/** How many parts a text message is sent in. Pure. */

const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const DOUBLE = "^{}\\[~]|€\f";

export interface Segments {
  /** GSM 03.38, or UCS-2 as soon as one letter is outside it. */
  coding: "gsm7" | "ucs2";
  /** Septets of GSM-7, 16-bit units of UCS-2. */
  length: number;
  parts: number;
  /** How many still fit into the last part. */
  left: number;
  /** The letters that make it UCS-2, each once. */
  odd: string[];
}

/** Lengths of one part and of each of many (the header of joined parts takes room). */
const ROOM = { gsm7: [160, 153], ucs2: [70, 67] } as const;

export function segments(text: string): Segments {
  const odd = [...new Set([...text].filter((letter) => !BASIC.includes(letter) && !DOUBLE.includes(letter)))];
  const coding = odd.length ? "ucs2" : "gsm7";
  // What takes two places is never cut over the end of a part.
  const widths = [...text].map((letter) => (coding === "ucs2" ? letter.length : DOUBLE.includes(letter) ? 2 : 1));
  const length = widths.reduce<number>((sum, width) => sum + width, 0);
  const [one, many] = ROOM[coding];
  if (length <= one) return { coding, length, parts: length ? 1 : 0, left: one - length, odd };
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > many) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return { coding, length, parts, left: many - used, odd };
}
