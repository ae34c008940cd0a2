import { writeFileSync } from "node:fs";
import { salesCsv } from "./sales-csv.ts";

// Writes the data file anew: node apps/cli/src/demo/write-sales.ts
writeFileSync(new URL("../../data/sales.csv", import.meta.url), salesCsv());
