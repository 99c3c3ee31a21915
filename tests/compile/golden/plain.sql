SELECT
  "t0"."person",
  "t0"."ts",
  "t0"."uid",
  CAST(CASE WHEN "t0"."event" = 1 THEN 1 ELSE 0 END AS BIGINT) AS "mask"
FROM "events" AS "t0"
WHERE
  CAST(CASE WHEN "t0"."event" = 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
ORDER BY
  "t0"."person" ASC,
  "t0"."ts" ASC,
  "t0"."seq" ASC
