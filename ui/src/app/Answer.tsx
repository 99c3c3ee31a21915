import { Button, Loader } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiProblem, NoAnswer } from "../api/client";
import { Problems } from "./Problems";
import { useWords } from "./words";

/** A query on screen: waiting, failed with its problems and a way on, or its data. */
export function Answer<T>({ of, children }: { of: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const { t } = useWords();
  if (of.data !== undefined) return children(of.data);
  if (of.isPending) {
    return (
      <div className="waiting" role="status">
        <Loader aria-hidden="true" type="dots" />
        <span className="unseen">{t("app.loading")}</span>
      </div>
    );
  }
  return <Failure error={of.error} again={() => void of.refetch()} />;
}

export function Failure({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useWords();
  const problems = error instanceof ApiProblem ? error.problems : [];
  const what = error instanceof NoAnswer ? t("error.noAnswer") : t("error.unexpected");
  return (
    <div className="card message" role="alert">
      {problems.length > 0 ? <Problems of={problems} /> : <p>{what}</p>}
      {again && (
        <Button variant="default" onClick={again}>
          {t("error.again")}
        </Button>
      )}
    </div>
  );
}
