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
        "t0"."event" = 3
      )
      AND COALESCE(CONTAINS("t0"."properties" ->> '$.reason', 'price'), FALSE)
      AND NOT (
        COALESCE((
          "t0"."properties" ->> '$.kind'
        ) = 'pause', FALSE)
      )
      THEN 1
      ELSE 0
    END AS BIGINT) + CAST(CASE WHEN "t0"."event" = 1 THEN 4 ELSE 0 END AS BIGINT) + CAST(CASE
      WHEN (
        "t0"."event" = 0
      )
      AND COALESCE(
        TRY_CAST(CASE
          WHEN REGEXP_MATCHES(
            (
              "t0"."properties" ->> '$.total'
            ),
            '^[+-]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?$'
          )
          THEN "t0"."properties" ->> '$.total'
          ELSE NULL
        END AS DOUBLE) > 50.0,
        FALSE
      )
      AND (
        COALESCE((
          "t0"."properties" ->> '$.products[0].sku'
        ) = 'a', FALSE)
        OR COALESCE(
          TRY_CAST(CASE
            WHEN REGEXP_MATCHES(
              (
                "t0"."properties" ->> '$.products[0].sku'
              ),
              '^[+-]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?$'
            )
            THEN "t0"."properties" ->> '$.products[0].sku'
            ELSE NULL
          END AS DOUBLE) = 7.0,
          FALSE
        )
        OR (
          (
            "t0"."properties" ->> '$.products[0].sku'
          ) IS NULL
        )
      )
      THEN 8
      ELSE 0
    END AS BIGINT) + CAST(CASE WHEN "t0"."event" = 2 THEN 16 ELSE 0 END AS BIGINT) AS "mask"
  FROM "events" AS "t0"
) AS "t1"
WHERE
  "t1"."mask" <> 0
ORDER BY
  "t1"."person" ASC,
  "t1"."ts" ASC,
  "t1"."seq" ASC
