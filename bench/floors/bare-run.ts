/** The floor of a sandbox: what the engine itself takes to run one command in a new container without any of our limits, and a command in a running one. */
import type Docker from 'dockerode';

const PLAIN = { OpenStdin: false, AttachStdout: true, AttachStderr: true, Entrypoint: [] };

/** `docker run --rm <image> echo` by the same API as the command line uses: create, attach, start, wait, remove. Milliseconds. */
export async function bareRun(docker: Docker, image: string, labels: Record<string, string>): Promise<number> {
  const began = performance.now();
  const container = await docker.createContainer({ ...PLAIN, Image: image, Cmd: ['echo', 'run'], Labels: labels, HostConfig: { NetworkMode: 'none' } });
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const ended = new Promise((resolve) => stream.on('end', resolve).on('close', resolve).resume());
  await container.start();
  await Promise.all([ended, container.wait()]);
  await container.remove();
  return performance.now() - began;
}

/** `docker exec <container> echo`. Milliseconds from the request to the end of the output. */
export async function bareExec(docker: Docker, containerId: string): Promise<number> {
  const began = performance.now();
  const exec = await docker.getContainer(containerId).exec({ Cmd: ['echo', 'turn'], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  await new Promise((resolve) => stream.on('end', resolve).on('close', resolve).resume());
  return performance.now() - began;
}
