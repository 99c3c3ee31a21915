import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import type { Colours } from "./paper";

const SERIES = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6", "--chart-7", "--chart-8"];

/** The tokens of the look as it is now: a picture is drawn anew when the reader changes it. */
export function useColours(): Colours {
  const scheme = useComputedColorScheme("light");
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    void scheme; // the style is read again when it changes
    return {
      text: token("--text"),
      quiet: token("--quiet"),
      line: token("--line"),
      surface: token("--surface"),
      font: getComputedStyle(document.body).fontFamily,
      series: SERIES.map(token),
      heat: [token("--heat-low"), token("--heat-high")],
    };
  }, [scheme]);
}
