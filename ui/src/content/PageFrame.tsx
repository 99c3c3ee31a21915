import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { publicPage, type Kind } from "../api/outreach";
import type { PagePreview } from "../api/types";
import type { Tongue } from "../draft/localText";

interface Props {
  kind: Kind;
  of: string;
  edition: number;
  tongue: Tongue;
  person?: string;
  thanks?: boolean;
  /** What stands above the frame. */
  above?: (page: PagePreview) => ReactNode;
}

/** The public page as it will be, wide or as on a phone. */
export function PageFrame({ kind, of, edition, tongue, person, thanks, above }: Props) {
  const { t } = useWords();
  const [width, setWidth] = useState<"desktop" | "phone">("desktop");
  const answer = useQuery(publicPage(kind, of, edition, { language: tongue, person, thanks }));
  return (
    <div className="stack" style={{ gap: "0.6rem" }}>
      <SegmentedControl
        size="sm"
        aria-label={t("pageFrame.width")}
        value={width}
        onChange={(value) => setWidth(value as typeof width)}
        data={(["desktop", "phone"] as const).map((each) => ({ value: each, label: t(`pageFrame.${each}`) }))}
      />
      <Answer of={answer}>
        {(page) => (
          <>
            {above?.(page)}
            <div className="page-frame" data-width={width}>
              {/* No scripts, forms or links of its own: it is only looked at. */}
              <iframe title={t("pageFrame.title")} sandbox="" srcDoc={page.html} />
            </div>
          </>
        )}
      </Answer>
    </div>
  );
}
