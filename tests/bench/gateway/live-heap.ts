/** What is left on a process's heap after a collection, in MB. The process was started with `--inspect` at this port. */
export async function liveHeapMb(inspectorPort: number): Promise<number> {
  const [target] = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target!.webSocketDebuggerUrl);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('the inspector does not answer'));
  });
  let id = 0;
  const ask = (method: string): Promise<unknown> =>
    new Promise((resolve) => {
      socket.onmessage = ({ data }) => resolve((JSON.parse(String(data)) as { result: unknown }).result);
      socket.send(JSON.stringify({ id: ++id, method }));
    });
  await ask('HeapProfiler.collectGarbage');
  const { usedSize } = (await ask('Runtime.getHeapUsage')) as { usedSize: number };
  socket.close();
  return usedSize / 2 ** 20;
}
