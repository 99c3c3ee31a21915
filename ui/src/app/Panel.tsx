/** Panels over a screen. What draws them is fetched when the page is at rest, or when the first one opens. */

import { lazy, Suspense } from "react";
import type { PanelProps } from "./panelParts";

const drawer = () => import("./SideDrawer");
const dialog = () => import("./MiddleDialog");
const SideDrawer = lazy(() => drawer().then((m) => ({ default: m.SideDrawer })));
const MiddleDialog = lazy(() => dialog().then((m) => ({ default: m.MiddleDialog })));

export const fetchPanels = () => Promise.all([drawer(), dialog()]);

/** A panel from the right: details of what was pressed, without leaving the screen. */
export function SidePanel(props: PanelProps) {
  return (
    <Suspense>
      <SideDrawer {...props} />
    </Suspense>
  );
}

/** A dialog in the middle. */
export function Dialog(props: Omit<PanelProps, "wide">) {
  return (
    <Suspense>
      <MiddleDialog {...props} />
    </Suspense>
  );
}
