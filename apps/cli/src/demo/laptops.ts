import type { ChatModel, Json } from "@tinycodeagent/core";
import { runPython, ScriptedModel } from "@tinycodeagent/testkit";

/** What the first task is. */
export const laptopTask = `Three laptops: A costs $1200, has a CPU score of 9500 and runs 8 hours; B $1000, 8700, 10 hours; C $900, 8000, 7 hours. Score each as cpu × battery / price. Which is the best?`;

const collect = `laptops = [
    {"name": "Laptop A", "price": 1200, "cpu": 9500, "hours": 8},
    {"name": "Laptop B", "price": 1000, "cpu": 8700, "hours": 10},
    {"name": "Laptop C", "price": 900, "cpu": 8000, "hours": 7},
]
print(len(laptops), "laptops")

def score(laptop):
    return laptop["cpu"] * laptop["battery"] / laptop["price"]

max(laptops, key=score)`;

const repair = `def score(laptop):
    return round(laptop["cpu"] * laptop["hours"] / laptop["price"], 2)

scores = {laptop["name"]: score(laptop) for laptop in laptops}
for name, value in scores.items():
    print(f"{name}  {value:6.2f}")`;

const answer = `best = max(scores, key=scores.get)
final_answer({"best": best, "score": scores[best], "scores": scores})`;

/** Replies for the first task. The second of them has to repair what the first one got wrong. */
export function laptopModel(): ChatModel {
  return new ScriptedModel(
    [
      { text: "I note the laptops and a function that scores them.", ...runPython(collect) },
      {
        text: "The key is called hours. The laptops are still there, so only the function changes.",
        ...runPython(repair),
      },
      { text: "The scores are known. The best one is the answer.", ...runPython(answer) },
    ],
    { provider: "demo", name: "demo" },
  );
}

/** What the answer must be, computed here. */
export function expectedLaptops(): Json {
  const scores = {
    "Laptop A": scoreOf(1200, 9500, 8),
    "Laptop B": scoreOf(1000, 8700, 10),
    "Laptop C": scoreOf(900, 8000, 7),
  };
  return { best: "Laptop B", score: scores["Laptop B"], scores };
}

function scoreOf(price: number, cpu: number, hours: number): number {
  return Math.round((cpu * hours * 100) / price) / 100;
}
