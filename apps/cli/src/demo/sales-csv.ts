const stores = 24;
const products = ["kettle", "lamp", "chair", "clock", "radio"];
const prices = [3490, 2590, 7900, 1890, 5450];

/** The sales of the demo: 3,000 rows, some returned, some without a quantity. The same at every call. */
export function salesCsv(): string {
  const random = createRandom(2024);
  const rows = Array.from({ length: 3000 }, (_, index) => {
    const product = Math.floor(random() * products.length);
    const month = 1 + Math.floor((index * 12) / 3000);
    const day = 1 + Math.floor(random() * 28);
    const store = 1 + Math.floor(random() ** 1.3 * stores);
    const cents = Math.round((prices[product] ?? 0) * (0.9 + random() / 5));
    return [
      `2024-${twoDigits(month)}-${twoDigits(day)}`,
      `S${twoDigits(store)}`,
      products[product],
      quantityText(random()),
      (cents / 100).toFixed(2),
    ].join(",");
  });
  return `${["date,store_id,product,quantity,unit_price", ...rows].join("\n")}\n`;
}

// A few sales are returns, a few were never counted.
function quantityText(chance: number): string {
  if (chance < 0.006) return "";
  return chance < 0.03 ? "-1" : String(1 + Math.floor(chance * 4));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Numbers from 0 to 1, the same on every machine (the minimal standard generator of Park and Miller). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
