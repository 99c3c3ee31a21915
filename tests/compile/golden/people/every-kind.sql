SELECT
  "t20"."person",
  "t20"."at",
  COALESCE(COALESCE("t20"."m0", 0) >= 2.0, FALSE)
  AND (
    NOT (
      COALESCE("t20"."m1" = 1, TRUE)
      AND COALESCE("t20"."m2" <= (
        "t20"."at" - INTERVAL '864000' SECOND
      ), FALSE)
    )
    AND (
      COALESCE(COALESCE("t20"."m3", 0) >= 3.0, FALSE) OR FALSE
    )
  ) AS "met_0",
  COALESCE("t20"."m4" = 'pro', FALSE) OR COALESCE("t20"."m4" = 'team', FALSE) AS "met_1",
  COALESCE("t20"."m5" = 1, FALSE) AS "met_2",
  COALESCE("t20"."m6", 0) > 0 AS "met_3",
  COALESCE("t20"."m7", 0) > 0 AS "met_4",
  COALESCE((
    CAST(COALESCE("t20"."m8", 0) AS DOUBLE) / 100.0
  ) > 100.0, FALSE) AS "met_5",
  COALESCE("t20"."m9" > (
    "t20"."at" - INTERVAL '2592000' SECOND
  ), FALSE) AS "met_6"
FROM (
  SELECT
    "t3"."person",
    "t3"."at",
    "t19"."m0",
    "t19"."m3",
    "t19"."m4",
    "t19"."m5",
    "t19"."m6",
    "t19"."m7",
    "t19"."m8",
    "t19"."m9",
    "t13"."m1",
    "t13"."m2"
  FROM "asked" AS "t3"
  LEFT OUTER JOIN (
    SELECT
      "t17"."person" AS "person_events",
      "t17"."asked_at" AS "at_events",
      "t17"."m0",
      "t17"."m3",
      "t17"."m4",
      "t17"."m5",
      "t17"."m6",
      "t17"."m7",
      "t17"."m8",
      "t17"."m9"
    FROM (
      SELECT
        "t16"."person",
        "t16"."asked_at",
        COUNT("t16"."ts") FILTER(WHERE
          "t16"."s0"
          AND (
            "t16"."ts" > (
              "t16"."asked_at" - INTERVAL '2592000' SECOND
            )
          )) AS "m0",
        COUNT("t16"."ts") FILTER(WHERE
          "t16"."s1"
          AND (
            "t16"."ts" > (
              "t16"."asked_at" - INTERVAL '31536000' SECOND
            )
          )) AS "m3",
        ARG_MAX("t16"."s2", {'ts': "t16"."ts", 'seq': "t16"."seq"}) FILTER(WHERE
          "t16"."s2" IS NOT NULL) AS "m4",
        ARG_MAX("t16"."s3", {'ts': "t16"."ts", 'seq': "t16"."seq"}) FILTER(WHERE
          "t16"."s3" IS NOT NULL) AS "m5",
        COUNT("t16"."ts") FILTER(WHERE
          "t16"."s4"
          AND (
            "t16"."ts" > (
              "t16"."asked_at" - INTERVAL '604800' SECOND
            )
          )) AS "m6",
        COUNT("t16"."ts") FILTER(WHERE
          "t16"."s5") AS "m7",
        SUM("t16"."s6") FILTER(WHERE
          (
            "t16"."s6" IS NOT NULL
          )
          AND (
            "t16"."ts" > (
              "t16"."asked_at" - INTERVAL '31536000' SECOND
            )
          )) AS "m8",
        MIN("t16"."ts") FILTER(WHERE
          "t16"."s1") AS "m9"
      FROM (
        SELECT
          "t15"."person",
          "t15"."ts",
          "t15"."seq",
          "t15"."s0",
          "t15"."s1",
          "t15"."s2",
          "t15"."s3",
          "t15"."s4",
          "t15"."s5",
          "t15"."s6",
          "t7"."asked_person",
          "t7"."asked_at"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t2"."person",
              "t2"."ts",
              "t2"."seq",
              "t2"."event" IN (0)
              AND COALESCE(
                (
                  CAST("t2"."revenue" AS DOUBLE) / CAST(CASE
                    WHEN "t2"."currency" IN (
                      'BIF',
                      'CLP',
                      'DJF',
                      'GNF',
                      'ISK',
                      'JPY',
                      'KMF',
                      'KRW',
                      'PYG',
                      'RWF',
                      'UGX',
                      'UYI',
                      'VND',
                      'VUV',
                      'XAF',
                      'XOF',
                      'XPF'
                    )
                    THEN 1
                    WHEN "t2"."currency" IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
                    THEN 1000
                    ELSE 100
                  END AS DOUBLE)
                ) >= 50.0,
                FALSE
              )
              AND COALESCE((
                "t2"."properties" ->> '$.plan'
              ) = 'pro', FALSE) AS "s0",
              "t2"."event" IN (0) AS "s1",
              CASE WHEN "t2"."event" = 1 THEN "t2"."properties" ->> '$.plan' ELSE NULL END AS "s2",
              CASE
                WHEN "t2"."event" IN (2, 3)
                AND COALESCE("t2"."properties" ->> '$.purpose', '*') IN ('marketing', '*')
                AND COALESCE(
                  COALESCE(
                    "t2"."properties" ->> '$.channel',
                    CASE WHEN "t2"."event" = 3 THEN 'email' ELSE '*' END
                  ),
                  '*'
                ) IN ('email', '*')
                THEN CAST("t2"."event" = 2 AS INT)
                ELSE NULL
              END AS "s3",
              "t2"."event" IN (5)
              AND COALESCE((
                "t2"."properties" ->> '$.programme'
              ) = 'welcome', FALSE)
              AND NOT (
                COALESCE((
                  "t2"."properties" ->> '$.machine'
                ) = 'true', FALSE)
              ) AS "s4",
              "t2"."event" IN (6)
              AND COALESCE((
                "t2"."properties" ->> '$.survey'
              ) = 'nps', FALSE)
              AND COALESCE(
                TRY_CAST(CASE
                  WHEN REGEXP_MATCHES(
                    (
                      "t2"."properties" ->> '$.score'
                    ),
                    '^[+-]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?$'
                  )
                  THEN "t2"."properties" ->> '$.score'
                  ELSE NULL
                END AS DOUBLE) >= 9.0,
                FALSE
              )
              AND (
                COALESCE(
                  TRY_CAST(CASE
                    WHEN REGEXP_MATCHES(
                      (
                        "t2"."properties" ->> '$.score'
                      ),
                      '^[+-]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?$'
                    )
                    THEN "t2"."properties" ->> '$.score'
                    ELSE NULL
                  END AS DOUBLE) >= 0.0,
                  FALSE
                )
                OR COALESCE(
                  TRY_CAST(CASE
                    WHEN REGEXP_MATCHES(
                      (
                        "t2"."properties" ->> '$.score'
                      ),
                      '^[+-]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?$'
                    )
                    THEN "t2"."properties" ->> '$.score'
                    ELSE NULL
                  END AS DOUBLE) < 0.0,
                  FALSE
                )
              ) AS "s5",
              CASE WHEN COALESCE("t2"."currency", 'EUR') = 'EUR' THEN "t2"."revenue" ELSE NULL END AS "s6"
            FROM "events" AS "t2"
          ) AS "t10"
          WHERE
            "t10"."s0"
            OR (
              "t10"."s1" OR (
                "t10"."s2" IS NOT NULL
              )
            )
            OR (
              (
                "t10"."s3" IS NOT NULL
              )
              OR "t10"."s4"
              OR (
                "t10"."s5" OR (
                  "t10"."s6" IS NOT NULL
                )
              )
            )
        ) AS "t15"
        INNER JOIN (
          SELECT
            "t4"."person" AS "asked_person",
            "t4"."at" AS "asked_at"
          FROM (
            SELECT DISTINCT
              *
            FROM "asked" AS "t0"
          ) AS "t4"
        ) AS "t7"
          ON "t15"."person" = "t7"."asked_person" AND "t15"."ts" <= "t7"."asked_at"
      ) AS "t16"
      GROUP BY
        1,
        2
    ) AS "t17"
  ) AS "t19"
    ON "t3"."person" = "t19"."person_events" AND "t3"."at" = "t19"."at_events"
  LEFT OUTER JOIN (
    SELECT
      "t11"."person" AS "person_transitions",
      "t11"."asked_at" AS "at_transitions",
      "t11"."m1",
      "t11"."m2"
    FROM (
      SELECT
        "t9"."person",
        "t9"."asked_at",
        ARG_MAX("t9"."s0", "t9"."n") FILTER(WHERE
          "t9"."s0" IS NOT NULL) AS "m1",
        MAX("t9"."moved") FILTER(WHERE
          "t9"."s0" IS NOT NULL) AS "m2"
      FROM (
        SELECT
          "t8"."person",
          "t8"."n",
          "t8"."s0",
          "t8"."moved",
          "t7"."asked_person",
          "t7"."asked_at"
        FROM (
          SELECT
            "t1"."person",
            "t1"."n",
            CAST("t1"."to_stage" IN (0) AS INT) AS "s0",
            "t1"."at" AS "moved"
          FROM "transitions" AS "t1"
        ) AS "t8"
        INNER JOIN (
          SELECT
            "t4"."person" AS "asked_person",
            "t4"."at" AS "asked_at"
          FROM (
            SELECT DISTINCT
              *
            FROM "asked" AS "t0"
          ) AS "t4"
        ) AS "t7"
          ON "t8"."person" = "t7"."asked_person" AND "t8"."moved" <= "t7"."asked_at"
      ) AS "t9"
      GROUP BY
        1,
        2
    ) AS "t11"
  ) AS "t13"
    ON "t3"."person" = "t13"."person_transitions" AND "t3"."at" = "t13"."at_transitions"
) AS "t20"
