/** Names of matchers of the common libraries, lower case without underscores, and how much each claims. */
import { STRENGTH } from './expression.js';

const TABLE: [RegExp, number][] = [
  [
    /^(?:assert)?(?:isnot|not|doesnot|isnt)(?:equal|equals|equalto|be|same|sameas|in|contain|contains|strictequal|deepequal|toequal|areequal)\w*$|^(?:assertnotequals?|arenotequal|arenotsame|notequivalentto)$/,
    STRENGTH.unlike,
  ],
  [
    /^(?:assert)?(?:isnotnull|notnull|isnotnone|isnotnil|notnil|isnotundefined|tobedefined|isdefined|exists?|isinstance|isinstanceof|isinstanceoftype|tobeinstanceof|istype|isassignablefrom|instanceof|beoftype|beassignableto|notbenull|isnotempty|notempty|notbeempty|typeof|hasfieldorproperty|tobeoneof|isoneof|defined|anything|any|notnan|nonnull|instanceofany|a|an)$/,
    STRENGTH.presence,
  ],
  [/^(?:tobetruthy|tobefalsy|ok|truthy|falsy)$/, STRENGTH.truthy],
  [
    /^(?:assert)?(?:istrue|isfalse|true|false|betrue|befalse|tobetrue|tobefalse|noerror|nil|isnull|isnone|isnil|null|benull|tobenull|tobeundefined|tobenan|isempty|empty|beempty|doesnotthrow|notthrow|nothrow|nothrows|error|tohavebeencalled|calledonce|called|haserror|passes|isnan|isnone)$/,
    STRENGTH.truth,
  ],
  [
    /^(?:assert)?(?:almostequals?|approxequal|arrayalmostequal|allclose|tobecloseto|closeto|iscloseto|within|indelta|inepsilon|approximately|beapproximately|isclose|equalwithin|arealmostequal|withinrange|iscloseenough)$/,
    STRENGTH.approximate,
  ],
  [
    /^(?:tohavebeencalledwith|tohavebeencalledtimes|tohavebeenlastcalledwith|tohavebeennthcalledwith|calledwith|tohavereturnedwith|calledoncewith|calls?|calledoncewithexactly)$/,
    STRENGTH.call,
  ],
  [
    /^(?:assert)?(?:in|contains?|tocontain|tocontainequal|contain|include|includes|deepinclude|tomatch|match|matches|doesnotmatch|tomatchobject|tohaveproperty|tohavelength|hassize|havecount|havelength|lengthof|len|length|count|hasitems?|hasitem|startswith|startwith|endswith|endwith|regex|regexp|greater|greaterthan|greaterequal|greaterorequal|greaterthanorequalto|less|lessthan|lessequal|lessorequal|lessthanorequalto|tobegreaterthan|tobegreaterthanorequal|tobelessthan|tobelessthanorequal|isgreaterthan|isgreaterthanorequalto|islessthan|islessthanorequalto|begreaterthan|belessthan|begreaterorequalto|belessorequalto|above|below|atleast|atmost|isbetween|beinrange|inrange|ispositive|isnegative|bepositive|positive|negative|tomatchsnapshot|containsstring|containsany|containsanyof|containsstring|hasmessagecontaining|subset|issubsetof|tobewithin|single|all|hasmessage|withmessage|containskey|containkey|haskey|hasproperty|property|stringcontaining|arraycontaining|objectcontaining|anyof|key|keys)$/,
    STRENGTH.partial,
  ],
  [
    /^(?:assert)?(?:equals?|equalto|isequalto|eq|eql|eqls|be|tobe|toequal|tostrictequal|strictequal|deepequal|deepstrictequal|equalvalues|exactly|is|same|issameas|sameas|areequal|aresame|areequivalent|equivalent|isequivalentto|equivalentto|beequivalentto|besameas|containsexactly\w*|containsonly\w*|containinorder|equalfold|jsoneq|yamleq|elementsmatch|arrayequals?|arrayequal|iterableequals|linesmatch|dictequal|listequal|setequal|tupleequal|countequal|multilineequal|sequenceequal|isequaltoignoringcase|hasvalue|contentequals|isequalcomparingto|isequaltousingrecursion|tomatchinlinesnapshot|toreturn|isequal|hastostring|deep|frameequal|seriesequal|isexactlyinstanceof)$/,
    STRENGTH.exact,
  ],
];

/** Null when the name is no matcher. */
export function matcherStrength(name: string): number | null {
  return TABLE.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
