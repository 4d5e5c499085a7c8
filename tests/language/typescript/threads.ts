import { Worker, isMainThread, workerData } from "node:worker_threads";

if (isMainThread) {
  const shared = new SharedArrayBuffer(4);
  let running = 8;
  for (let i = 0; i < 8; i++) {
    new Worker(__filename, { workerData: shared }).on("exit", () => {
      if (--running === 0) console.log(new Int32Array(shared)[0]);
    });
  }
} else {
  const total = new Int32Array(workerData as SharedArrayBuffer);
  for (let n = 0; n < 1000; n++) Atomics.add(total, 0, 1);
}
