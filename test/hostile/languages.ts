/** How a single program of each language is made and run in its image: the ending of a case's file -> image and commands. */

export interface Program {
  /** For people. */
  name: string;
  /** Key of sandbox-images/. */
  image: string;
  file: string;
  /** Run first, where there is something to compile. */
  build: string | null;
  run: string;
}

const script = (name: string, image: string, file: string, run: string): Program => ({ name, image, file, build: null, run: `${run} ${file}` });

const PROGRAMS: Record<string, Program> = {
  '.py': script('python', 'python', 'program.py', 'python3'),
  '.cjs': script('node', 'node', 'program.cjs', 'node'),
  '.rb': script('ruby', 'ruby', 'program.rb', 'ruby'),
  '.sh': script('shell', 'python', 'program.sh', 'sh'),
  '.java': {
    name: 'java',
    image: 'java',
    file: 'Program.java',
    build: 'javac -d /tmp/classes Program.java',
    run: 'java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp /tmp/classes Program',
  },
  '.go': { name: 'go', image: 'go', file: 'program.go', build: '. /opt/sandbox/prepare.sh; go build -o /tmp/program program.go', run: '/tmp/program' },
  '.cs': {
    name: 'csharp',
    image: 'csharp',
    file: 'program.cs',
    build: '. /opt/sandbox/cs.sh; mkdir -p /tmp/cs; compile -target:exe -out:/tmp/cs/program.exe program.cs',
    run: '. /opt/sandbox/cs.sh; run /tmp/cs/program.exe',
  },
};

export const LANGUAGES: readonly string[] = [...new Set(Object.values(PROGRAMS).map(({ name }) => name))];

export function isLanguageEnding(ending: string): boolean {
  return Object.hasOwn(PROGRAMS, ending);
}

/** Throws for an ending nobody knows. */
export function languageOf(ending: string): Program {
  const program = PROGRAMS[ending];
  if (!program) throw new Error(`No language has the ending "${ending}".`);
  return program;
}
