/** The program that the script `execute` writes: two functions with a test each, in every language. */

export interface Calculator {
  path: string;
  testPath: string;
  /** `sign` is what `subtract` computes with: `-` is right, with `+` one of the two tests fails. */
  module: (sign: '+' | '-', attempt: number) => string;
  /** Its tests never end. */
  endless: string;
  tests: string;
}

const python: Calculator = {
  path: 'calculator.py',
  testPath: 'tests/test_calculator.py',
  module: (sign, attempt) => `# attempt ${attempt}\ndef add(a, b):\n    return a + b\n\n\ndef subtract(a, b):\n    return a ${sign} b\n`,
  endless: 'while True:\n    pass\n',
  tests: `from calculator import add, subtract\n\n\ndef test_add():\n    assert add(2, 3) == 5\n\n\ndef test_subtract():\n    assert subtract(5, 3) == 2\n`,
};

const typescript: Calculator = {
  path: 'src/calculator.ts',
  testPath: 'test/calculator.test.ts',
  module: (sign, attempt) =>
    `// attempt ${attempt}\nexport function add(a: number, b: number): number {\n  return a + b;\n}\n\nexport function subtract(a: number, b: number): number {\n  return a ${sign} b;\n}\n`,
  endless: 'for (;;);\n',
  tests: `import { test } from 'node:test';\nimport assert from 'node:assert/strict';\nimport { add, subtract } from '../src/calculator.ts';\n\ntest('adds', () => assert.equal(add(2, 3), 5));\ntest('subtracts', () => assert.equal(subtract(5, 3), 2));\n`,
};

const javascript: Calculator = {
  path: 'src/calculator.mjs',
  testPath: 'test/calculator.test.mjs',
  module: (sign, attempt) =>
    `// attempt ${attempt}\nexport function add(a, b) {\n  return a + b;\n}\n\nexport function subtract(a, b) {\n  return a ${sign} b;\n}\n`,
  endless: 'for (;;);\n',
  tests: typescript.tests.replace('calculator.ts', 'calculator.mjs'),
};

const go: Calculator = {
  path: 'calculator.go',
  testPath: 'calculator_test.go',
  module: (sign, attempt) =>
    `// Package calculator is attempt ${attempt}.\npackage calculator\n\nfunc Add(a, b int) int {\n\treturn a + b\n}\n\nfunc Subtract(a, b int) int {\n\treturn a ${sign} b\n}\n`,
  endless: 'package calculator\n\nfunc Add(a, b int) int {\n\tfor {\n\t}\n}\n\nfunc Subtract(a, b int) int {\n\tfor {\n\t}\n}\n',
  tests: `package calculator\n\nimport "testing"\n\nfunc TestAdd(t *testing.T) {\n\tif got := Add(2, 3); got != 5 {\n\t\tt.Fatalf("got %d, want 5", got)\n\t}\n}\n\nfunc TestSubtract(t *testing.T) {\n\tif got := Subtract(5, 3); got != 2 {\n\t\tt.Fatalf("got %d, want 2", got)\n\t}\n}\n`,
};

const JAVA_TEST = (name: string, call: string, value: number) => `  @Test\n  void ${name}() {\n    assertEquals(${value}, Calculator.${call});\n  }\n`;
const java: Calculator = {
  path: 'src/main/java/calculator/Calculator.java',
  testPath: 'src/test/java/calculator/CalculatorTest.java',
  module: (sign, attempt) =>
    `package calculator;\n\n/** Attempt ${attempt}. */\npublic final class Calculator {\n  private Calculator() {}\n\n  public static int add(int a, int b) {\n    return a + b;\n  }\n\n  public static int subtract(int a, int b) {\n    return a ${sign} b;\n  }\n}\n`,
  endless:
    'package calculator;\n\npublic final class Calculator {\n  public static int add(int a, int b) {\n    for (;;) {}\n  }\n\n  public static int subtract(int a, int b) {\n    for (;;) {}\n  }\n}\n',
  tests: `package calculator;\n\nimport static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass CalculatorTest {\n${JAVA_TEST('adds', 'add(2, 3)', 5)}\n${JAVA_TEST('subtracts', 'subtract(5, 3)', 2)}}\n`,
};

const CSHARP_TEST = (name: string, call: string, value: number) =>
  `        [Test]\n        public void ${name}()\n        {\n            Assert.That(Calculator.${call}, Is.EqualTo(${value}));\n        }\n`;
const CSHARP_FUNCTION = (name: string, body: string) => `        public static int ${name}(int a, int b)\n        {\n            ${body}\n        }\n`;
const CSHARP_CLASS = (attempt: string, add: string, subtract: string) =>
  `namespace Calculators\n{\n    /// <summary>${attempt}</summary>\n    public static class Calculator\n    {\n${CSHARP_FUNCTION('Add', add)}\n${CSHARP_FUNCTION('Subtract', subtract)}    }\n}\n`;
const csharp: Calculator = {
  path: 'src/Calculator.cs',
  testPath: 'tests/CalculatorTests.cs',
  module: (sign, attempt) => CSHARP_CLASS(`Attempt ${attempt}.`, 'return a + b;', `return a ${sign} b;`),
  endless: CSHARP_CLASS('Endless.', 'for (;;) { }', 'for (;;) { }'),
  tests: `using NUnit.Framework;\n\nnamespace Calculators.Tests\n{\n    [TestFixture]\n    public class CalculatorTests\n    {\n${CSHARP_TEST('Adds', 'Add(2, 3)', 5)}\n${CSHARP_TEST('Subtracts', 'Subtract(5, 3)', 2)}    }\n}\n`,
};

/** By the name a person calls the language; `node` alone is TypeScript. */
export const calculators: Record<string, Calculator> = { python, typescript, node: typescript, javascript, java, go, csharp };
