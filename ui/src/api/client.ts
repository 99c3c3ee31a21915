/** One way to talk to the server: same origin, the session cookie, and problems in the reader's language. */

import type { Problem } from "./types";

let language = "fi";

export function speak(next: string): void {
  language = next;
}

/** The server answered with problems. `status` is the HTTP status. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problems: Problem[],
  ) {
    super(problems[0]?.what ?? `HTTP ${status}`);
  }
}

/** The server did not answer at all. */
export class NoAnswer extends Error {}

function headers(method: string): Record<string, string> {
  const common = { Accept: "application/json", "Accept-Language": language };
  // A form on another site cannot send this header, so it proves that the page is ours.
  return method === "GET" ? common : { ...common, "X-Polku": "1" };
}

export function problemsIn(text: string): Problem[] {
  try {
    const body = JSON.parse(text) as { errors?: Problem[] };
    return Array.isArray(body.errors) ? body.errors : [];
  } catch {
    return [];
  }
}

export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: { ...headers(method), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new NoAnswer();
  }
  const text = await answer.text();
  if (!answer.ok) throw new ApiProblem(answer.status, problemsIn(text));
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Sends a file as it is; `progress` hears 0…1 as it goes up. */
export function upload<T>(path: string, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(headers("POST"))) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Filename", encodeURIComponent(file.name));
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new NoAnswer());
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else reject(new ApiProblem(request.status, problemsIn(request.responseText)));
    };
    request.send(file);
  });
}

/** A query string of what is set. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : "";
}
