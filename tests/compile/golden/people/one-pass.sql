SELECT
  "t9"."person"
FROM (
  SELECT
    "t8"."person",
    COALESCE(COALESCE("t8"."m0", 0) >= 3.0, FALSE)
    OR COALESCE(COALESCE("t8"."m0", 0) >= 3.0, FALSE)
    OR (
      COALESCE(COALESCE("t8"."m0", 0) >= 3.0, FALSE)
      OR (
        NOT (
          COALESCE(COALESCE("t8"."m1", 0) = 0.0, FALSE)
        )
        OR (
          COALESCE(COALESCE("t8"."m1", 0) >= 1.0, FALSE)
          AND COALESCE(COALESCE("t8"."m0", 0) >= 3.0, FALSE)
        )
      )
    ) AS "met_0"
  FROM (
    SELECT
      "t2"."person",
      "t7"."m0",
      "t7"."m1"
    FROM "asked" AS "t2"
    LEFT OUTER JOIN (
      SELECT
        "t5"."person" AS "person_events",
        "t5"."m0",
        "t5"."m1"
      FROM (
        SELECT
          "t4"."person",
          COUNT("t4"."ts") FILTER(WHERE
            "t4"."s0"
            AND (
              "t4"."ts" > (
                GETVARIABLE('now') - INTERVAL '31536000' SECOND
              )
            )) AS "m0",
          COUNT("t4"."ts") FILTER(WHERE
            "t4"."s0"
            AND (
              "t4"."ts" > (
                GETVARIABLE('now') - INTERVAL '2592000' SECOND
              )
            )) AS "m1"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t1"."person",
              "t1"."ts",
              "t1"."seq",
              "t1"."event" IN (0) AS "s0"
            FROM "events" AS "t1"
            WHERE
              "t1"."event" IN (0)
          ) AS "t3"
          WHERE
            "t3"."ts" <= GETVARIABLE('now')
            AND "t3"."ts" > (
              GETVARIABLE('now') - INTERVAL '31536000' SECOND
            )
        ) AS "t4"
        GROUP BY
          1
      ) AS "t5"
    ) AS "t7"
      ON "t2"."person" = "t7"."person_events"
  ) AS "t8"
) AS "t9"
WHERE
  "t9"."met_0"
