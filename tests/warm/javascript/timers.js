// A clock that has stood still while the process waited would let timers end too early.
const before = Date.now();
setTimeout(() => {
  const took = Date.now() - before;
  console.log(took >= 99 ? 'in time' : `early: ${took}`);
}, 100);
