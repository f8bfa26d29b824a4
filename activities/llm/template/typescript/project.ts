import { MADE_BY, source } from '../source.js';

export const TYPESCRIPT_GITIGNORE = source`
node_modules/
data/
`;

/** `package.json` without dependencies: Node runs the sources as they are. */
export function packageJson(name: string, description: string, scripts: Record<string, string>): string {
  const content = { name, version: '1.0.0', description, private: true, type: 'module', engines: { node: '>=24' }, scripts };
  return `${JSON.stringify(content, null, 2)}\n`;
}

export const TSCONFIG = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
    },
    include: ['src', 'tests'],
  },
  null,
  2,
)}\n`;

export const TYPESCRIPT_DOCKERFILE = source`
# ${MADE_BY}
FROM node:24-slim
ENV HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /service
COPY package.json ./
COPY src src
RUN install -d -o node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
`;

export const TYPESCRIPT_DOCKERIGNORE = source`
*
!package.json
!src
`;
