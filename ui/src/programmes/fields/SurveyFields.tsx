import { NativeSelect, TextInput } from "@mantine/core";
import { useWords } from "../../app/words";
import { ContentFields } from "./ContentFields";
import { mapping, string, type FieldsProps } from "./Fields";
import { About } from "./SendFields";
import { Spoken } from "../../draft/Spoken";

const SURVEYS = ["nps", "csat", "ces", "emotion", "open"] as const;

/** One question, answered from the message. */
export function SurveyFields(props: FieldsProps) {
  const { t } = useWords();
  const { value, tongue, home, change } = props;
  const survey = mapping(value);
  return (
    <>
      <NativeSelect
        label={t("survey.kind")}
        value={string(survey.kind)}
        onChange={(event) => change(["survey", "kind"], event.currentTarget.value)}
        data={SURVEYS.map((each) => ({ value: each, label: t(`surveyKind.${each}`) }))}
      />
      <Spoken label={t("survey.question")} value={survey.question} tongue={tongue} home={home} lines={2} change={(next) => change(["survey", "question"], next === "" ? undefined : next)} />
      <TextInput label={t("survey.key")} description={t("survey.keyWhat")} value={string(survey.survey)} onChange={(event) => change(["survey", "survey"], event.currentTarget.value)} />
      <ContentFields kind="survey" {...props} />
      <About kind="survey" {...props} />
    </>
  );
}
