import { createTheme, type MantineColorsTuple } from "@mantine/core";

const pine: MantineColorsTuple = [
  "#eaf5f1",
  "#d3e8e1",
  "#a5d0c3",
  "#7fcbb5",
  "#4fa18c",
  "#348672",
  "#1d6354",
  "#195749",
  "#134a3e",
  "#0c372e",
];

export const theme = createTheme({
  colors: { pine },
  primaryColor: "pine",
  primaryShade: 6,
  defaultRadius: 8,
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  respectReducedMotion: true,
  cursorType: "pointer",
});
