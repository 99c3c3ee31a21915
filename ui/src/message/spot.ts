import type { Problem } from "../api/types";

/** Where in a message a problem is: the channel, the part of it, and the line when that is known. */
export interface Spot {
  channel: "email" | "sms" | "push";
  part: string;
  line: number | null;
}

/** From the path of the problem ("steps[2].send.email.body"); null when it is of no text of the message. */
export function spotOf({ params }: Pick<Problem, "params">): Spot | null {
  const [, channel, part] = /\.(email|sms|push)\.(subject|preheader|body|text|title|url)\b/.exec(String(params.path)) ?? [];
  if (!channel || !part) return null;
  return { channel: channel as Spot["channel"], part, line: typeof params.line === "number" && params.line > 0 ? params.line : null };
}
