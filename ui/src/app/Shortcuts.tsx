import { Switch } from "@mantine/core";
import { Dialog } from "./Panel";
import { setShortcuts, useShortcutsOn } from "./preferences";
import { SCREENS } from "./screens";
import { useWords } from "./words";

export function Shortcuts({ close }: { close: () => void }) {
  const { t } = useWords();
  const on = useShortcutsOn();
  const groups: [string, [string[], string][]][] = [
    [
      "shortcuts.general",
      [
        [["Ctrl", "K"], t("shortcuts.palette")],
        [["?"], t("shortcuts.title")],
        [["n"], t("shortcuts.here")],
        [["["], t("shortcuts.rail")],
        [["]"], t("shortcuts.inspector")],
        [["Esc"], t("shortcuts.escape")],
      ],
    ],
    ["shortcuts.goTo", SCREENS.map(({ key, name }): [string[], string] => [["g", key], t(name)])],
    [
      "shortcuts.edit",
      [
        [["Ctrl", "Z"], t("shortcuts.undo")],
        [["Ctrl", "Shift", "Z"], t("shortcuts.redo")],
        [["Ctrl", "B I K"], t("shortcuts.format")],
        [["Ctrl", "S"], t("shortcuts.save")],
        [["Ctrl", "Shift", "S"], t("shortcuts.version")],
        [["Ctrl", "C X V D"], t("shortcuts.copy")],
        [["Delete"], t("shortcuts.remove")],
      ],
    ],
    [
      "shortcuts.canvas",
      [
        [["←", "↑", "→", "↓"], t("shortcuts.arrows")],
        [["Enter", "F2"], t("shortcuts.rename")],
        [["/"], t("shortcuts.step")],
        [["+ − 0 1"], t("shortcuts.zoom")],
        [[t("shortcuts.space")], t("shortcuts.pan")],
      ],
    ],
  ];
  return (
    <Dialog title={t("shortcuts.title")} close={close}>
      {groups.map(([heading, rows]) => (
        <table key={heading} className="table shortcuts">
          <caption>{t(heading)}</caption>
          <tbody>
            {rows.map(([keys, what]) => (
              <tr key={what}>
                <th scope="row">
                  {keys.map((key) => (
                    <kbd key={key} style={{ marginInlineEnd: 4 }}>
                      {key}
                    </kbd>
                  ))}
                </th>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <Switch
        mt="md"
        checked={on}
        onChange={(event) => setShortcuts(event.currentTarget.checked)}
        label={t("shortcuts.letters")}
        description={t("shortcuts.lettersWhy")}
      />
    </Dialog>
  );
}
