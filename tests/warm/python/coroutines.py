import asyncio
async def work(n):
    await asyncio.sleep(n / 50)
    print("work", n)
    return n
async def main():
    print(await asyncio.gather(*(work(n) for n in (3, 1, 2))))
    asyncio.create_task(fail())
    await asyncio.sleep(0.05)
async def fail():
    raise ValueError("nobody awaits it")
asyncio.run(main())
work(1)
