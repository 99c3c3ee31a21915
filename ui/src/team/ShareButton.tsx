import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useWords } from "../app/words";

const SharePanel = lazy(() => import("./SharePanel").then((module) => ({ default: module.SharePanel })));

/** Opens the read-only links of a journey's map. */
export function ShareButton({ journey }: { journey: string }) {
  const { t } = useWords();
  const [opened, open] = useState(false);
  return (
    <>
      <Button size="sm" variant="default" onClick={() => open(true)}>
        {t("share.title")}
      </Button>
      {opened && (
        <Suspense fallback={null}>
          <SharePanel journey={journey} close={() => open(false)} />
        </Suspense>
      )}
    </>
  );
}
