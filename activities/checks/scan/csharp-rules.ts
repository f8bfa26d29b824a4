/** Security rules for C#, for which no scanner can be had where no package can: patterns of calls, read as text. */

export interface CodeRule {
  rule: string;
  message: string;
  pattern: RegExp;
}

// Text put together from parts: "..." + x, $"...{x}", string.Format("...", x).
const BUILT = String.raw`(?:\$@?"[^"\n]{0,300}\{|@?"[^"\n]{0,300}"\s{0,5}\+|[Ss]tring\.(?:Format|Concat)\()`;

export const CSHARP_RULES: readonly CodeRule[] = [
  {
    rule: 'sql-injection',
    message: 'An SQL statement is put together from parts; pass the values as parameters',
    pattern: new RegExp(
      String.raw`(?:\b\w{0,20}Command\(|CommandText\s{0,5}=|\b(?:FromSqlRaw|ExecuteSqlRaw|Query|Execute)\w{0,20}(?:<[^>\n]{0,60}>)?\()\s{0,20}${BUILT}`,
      'g',
    ),
  },
  {
    rule: 'command-injection',
    message: 'A command is put together from parts, or handed to a shell; pass a fixed program and a list of arguments',
    pattern: new RegExp(
      String.raw`\b(?:Process\.Start|ProcessStartInfo)\((?:[^()\n]{0,120},)?\s{0,20}${BUILT}|\b(?:Process\.Start|ProcessStartInfo)\(\s{0,5}"(?:/bin/)?(?:sh|bash|cmd|cmd\.exe|powershell)"`,
      'g',
    ),
  },
  {
    rule: 'path-traversal',
    message: 'A path is put together from parts; check that the full path stays below its folder',
    pattern: new RegExp(
      String.raw`\bFile\.(?:Open|OpenRead|OpenWrite|ReadAll\w{0,10}|WriteAll\w{0,10}|AppendAll\w{0,10}|Delete|Create)\(\s{0,20}${BUILT}`,
      'g',
    ),
  },
  {
    rule: 'cross-site-scripting',
    message: 'HTML is written without encoding',
    pattern: /\bHtml\.Raw\(|\bResponse\.Write(?:Async)?\(\s{0,20}(?:\$@?"[^"\n]{0,200}<[^"\n]{0,200}\{|@?"[^"\n]{0,200}<[^"\n]{0,200}"\s{0,5}\+)/g,
  },
  {
    rule: 'unsafe-deserialisation',
    message: 'This deserialiser makes any type that the data names; take System.Text.Json or XmlSerializer of a fixed type',
    pattern:
      /\bnew\s{1,5}(?:BinaryFormatter|NetDataContractSerializer|LosFormatter|SoapFormatter|ObjectStateFormatter)\b|TypeNameHandling\s{0,5}=\s{0,5}TypeNameHandling\.(?:All|Auto|Objects)|new\s{1,5}SimpleTypeResolver\b/g,
  },
  {
    rule: 'weak-crypto',
    message: 'A weak algorithm; take SHA256, Aes, or Rfc2898DeriveBytes for passwords',
    pattern:
      /\b(?:MD5|SHA1|DES|TripleDES|RC2)\.(?:Create|HashData)\(|\bnew\s{1,5}(?:MD5|SHA1|DES|TripleDES|RC2|Rijndael)\w{0,4}(?:CryptoServiceProvider|Managed|Cng)\b|CipherMode\.ECB\b/g,
  },
  {
    rule: 'unchecked-certificate',
    message: 'Any certificate is taken',
    pattern:
      /ServerCertificate(?:Custom)?ValidationCallback\s{0,5}\+?=\s{0,5}(?:\([^)\n]{0,80}\)|delegate)\s{0,5}(?:=>)?\s{0,5}\{?\s{0,5}(?:return\s{1,5})?true|DangerousAcceptAnyServerCertificateValidator/g,
  },
  {
    rule: 'external-entities',
    message: 'Document types of XML are processed; set DtdProcessing.Prohibit',
    pattern: /DtdProcessing\s{0,5}=\s{0,5}DtdProcessing\.Parse/g,
  },
];
