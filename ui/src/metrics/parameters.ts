/** A report's own parameters between its form and the address. */

import type { Search } from "../app/address";
import type { Parameter } from "../api/reports";
import { changed, many, one } from "./search";

/** What is asked now: the address, or what is as usual. */
export function valueOf(parameter: Parameter, search: Search): string {
  const said = one(search[parameter.key]);
  if (said !== undefined) return said;
  return parameter.default === null || Array.isArray(parameter.default) ? "" : String(parameter.default);
}

export function valuesOf(parameter: Parameter, search: Search): string[] {
  const said = many(search[parameter.key]);
  if (said.length > 0) return said;
  return Array.isArray(parameter.default) ? parameter.default.map(String) : [];
}

/** The address with a parameter set; what is as usual is left out of it. */
export function asked(search: Search, parameter: Parameter, value: string | string[]): Search {
  const usual = Array.isArray(parameter.default) ? parameter.default.map(String) : parameter.default === null ? "" : String(parameter.default);
  return changed(search, parameter.key, String(usual) === String(value) ? undefined : value);
}

/** Whether any of them is not as usual. */
export function anyAsked(parameters: readonly Parameter[], search: Search): boolean {
  return parameters.some(({ key }) => search[key] !== undefined);
}

/** A number typed in the reader's language, as the server reads it; null when it is no number or out of bounds. */
export function typedNumber(text: string, { kind, least, most }: Pick<Parameter, "kind" | "least" | "most">): string | null {
  const plain = text.replace(/[\s\u00a0]/g, "").replace("−", "-").replace(",", ".");
  const value = Number(plain);
  if (plain === "" || !Number.isFinite(value) || (kind === "whole" && !Number.isInteger(value))) return null;
  return (least !== null && value < least) || (most !== null && value > most) ? null : String(value);
}
