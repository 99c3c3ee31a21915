SELECT
  "t1"."person",
  "t1"."ts",
  "t1"."uid",
  "t1"."mask"
FROM (
  SELECT
    "t0"."person",
    "t0"."ts",
    "t0"."seq",
    "t0"."uid",
    CAST(CASE
      WHEN (
        "t0"."event" = 1
      ) AND COALESCE("t0"."channel" IN (0, 2), FALSE)
      THEN 1
      ELSE 0
    END AS BIGINT) + CAST(CASE
      WHEN (
        "t0"."event" = 1
      )
      AND COALESCE(
        (
          CAST("t0"."revenue" AS DOUBLE) / CAST(CASE
            WHEN "t0"."currency" IN (
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
            WHEN "t0"."currency" IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
            THEN 1000
            ELSE 100
          END AS DOUBLE)
        ) >= 49.9,
        FALSE
      )
      AND (
        COALESCE("t0"."currency" = 'EUR', FALSE)
        OR COALESCE("t0"."currency" = 'SEK', FALSE)
      )
      THEN 2
      ELSE 0
    END AS BIGINT) AS "mask"
  FROM "events" AS "t0"
) AS "t1"
WHERE
  "t1"."mask" <> 0
ORDER BY
  "t1"."person" ASC,
  "t1"."ts" ASC,
  "t1"."seq" ASC
