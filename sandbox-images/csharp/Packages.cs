// `packages <workspace> <folder> mono|net`: fetches the NuGet packages that packages.config and *.csproj files name, and what these
// need, and puts their assemblies into the folder. Project files are read as XML and never built; of a package only assemblies are
// taken, by curl and unzip. Exit code 1 with the reason in one line.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;

static class Packages
{
    const string Registry = "https://api.nuget.org/v3-flatcontainer";
    // A project of more is not what runs in a sandbox.
    const int PackagesMax = 150;
    // The image has the test framework itself.
    static readonly Regex Provided = new Regex(@"^(nunit|xunit|mstest|coverlet|microsoft\.net\.test\.sdk|microsoft\.netframework\.referenceassemblies)", RegexOptions.IgnoreCase);
    static readonly Regex Name = new Regex(@"^[A-Za-z0-9_.-]{1,100}$");
    static readonly Regex Number = new Regex(@"^[0-9]+(\.[0-9]+){0,3}(-[0-9A-Za-z.-]{1,60})?$");
    static readonly Regex Assembly = new Regex(@"^lib/(?:(?<framework>[^/]+)/)?[^/]+\.dll$", RegexOptions.IgnoreCase);

    static readonly string[] ForMono =
    {
        "net48", "net472", "net471", "net47", "net462", "net461", "net46", "net452", "net451", "net45", "net40", "net40-client", "net35", "net20",
        "netstandard2.0", "netstandard1.6", "netstandard1.5", "netstandard1.4", "netstandard1.3", "netstandard1.2", "netstandard1.1", "netstandard1.0", "",
    };
    static readonly string[] ForNet =
    {
        "net9.0", "net8.0", "net7.0", "net6.0", "net5.0", "netcoreapp3.1", "netcoreapp3.0", "netcoreapp2.1", "netcoreapp2.0", "netstandard2.1",
        "netstandard2.0", "netstandard1.6", "netstandard1.5", "netstandard1.4", "netstandard1.3", "netstandard1.2", "netstandard1.1", "netstandard1.0", "",
    };

    sealed class Package
    {
        public string Id;
        public string Version;
        public string File;
        public string Framework;
        public List<string> Assemblies = new List<string>();
    }

    static string[] frameworks;
    static string folder;

    static int Main(string[] arguments)
    {
        folder = Path.Combine(Path.GetTempPath(), "packages");
        Directory.CreateDirectory(folder);
        frameworks = arguments[2] == "mono" ? ForMono : ForNet;
        try
        {
            foreach (Package package in Resolve(Wanted(arguments[0])))
            {
                foreach (string assembly in package.Assemblies)
                {
                    Run("unzip", "-qq -o -j " + Quoted(package.File) + " " + Quoted(assembly) + " -d " + Quoted(arguments[1]));
                }

                Console.WriteLine(package.Id + " " + package.Version + (package.Assemblies.Count > 0 ? " (" + package.Framework + ")" : ": no assembly"));
            }

            return 0;
        }
        catch (Exception error) when (error is InvalidOperationException || error is XmlException)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    static IEnumerable<KeyValuePair<string, string>> Wanted(string root)
    {
        IEnumerable<string> files = Directory.GetFiles(root, "*.csproj", SearchOption.AllDirectories).Concat(Directory.GetFiles(root, "packages.config"));
        foreach (XmlElement element in files.SelectMany(file => Elements(Xml(File.ReadAllText(file)), "PackageReference", "package")))
        {
            string id = Attribute(element, "Include", "id");
            XmlElement child = Elements(element, "Version").FirstOrDefault();
            if (id != "" && !Provided.IsMatch(id))
            {
                yield return new KeyValuePair<string, string>(id, child == null ? Attribute(element, "Version", "version") : child.InnerText.Trim());
            }
        }
    }

    // Of each package the highest version that anybody asks for at least.
    static IEnumerable<Package> Resolve(IEnumerable<KeyValuePair<string, string>> wanted)
    {
        var chosen = new Dictionary<string, Package>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<KeyValuePair<string, string>>(wanted);
        while (queue.Count > 0)
        {
            KeyValuePair<string, string> next = queue.Dequeue();
            string version = VersionOf(next.Key, next.Value);
            Package known;
            if (chosen.TryGetValue(next.Key, out known) && Compare(known.Version, version) >= 0)
            {
                continue;
            }

            if (chosen.Count >= PackagesMax)
            {
                throw new InvalidOperationException("More than " + PackagesMax + " packages are needed; that is more than a sandbox takes.");
            }

            Package package = Fetch(next.Key, version);
            chosen[next.Key] = package;
            foreach (KeyValuePair<string, string> dependency in DependenciesOf(package))
            {
                queue.Enqueue(dependency);
            }
        }

        return chosen.Values;
    }

    static Package Fetch(string id, string version)
    {
        string name = id.ToLowerInvariant() + "." + version.ToLowerInvariant() + ".nupkg";
        var package = new Package { Id = id, Version = version, File = Path.Combine(folder, name) };
        Download(id.ToLowerInvariant() + "/" + version.ToLowerInvariant() + "/" + name, package.File, id + " " + version);
        string[] names = Run("unzip", "-Z1 " + Quoted(package.File)).Split('\n');
        ILookup<string, string> assemblies = names.Where(each => Assembly.IsMatch(each)).ToLookup(each => Assembly.Match(each).Groups["framework"].Value.ToLowerInvariant());
        package.Framework = frameworks.FirstOrDefault(each => assemblies.Contains(each));
        if (assemblies.Count > 0 && package.Framework == null)
        {
            throw new InvalidOperationException(id + " " + version + " has nothing for this runtime, only for " + string.Join(", ", assemblies.Select(each => each.Key)) + ".");
        }

        package.Assemblies = package.Framework == null ? package.Assemblies : assemblies[package.Framework].ToList();
        return package;
    }

    static IEnumerable<KeyValuePair<string, string>> DependenciesOf(Package package)
    {
        XmlElement root = Xml(Run("unzip", "-p " + Quoted(package.File) + " *.nuspec"));
        XmlElement dependencies = Elements(root, "dependencies").FirstOrDefault();
        if (dependencies == null)
        {
            return Enumerable.Empty<KeyValuePair<string, string>>();
        }

        List<XmlElement> groups = Elements(dependencies, "group").ToList();
        string[] order = frameworks.SkipWhile(each => package.Framework != null && each != package.Framework).ToArray();
        XmlElement own = groups.OrderBy(each => Place(order, Short(each.GetAttribute("targetFramework")))).FirstOrDefault();
        IEnumerable<XmlElement> list = groups.Count == 0 ? Elements(dependencies, "dependency") : Elements(own, "dependency");
        bool fits = groups.Count == 0 || Place(order, Short(own.GetAttribute("targetFramework"))) < int.MaxValue;
        return (fits ? list : Enumerable.Empty<XmlElement>())
            .Where(each => !Provided.IsMatch(each.GetAttribute("id")) && !IsOfTheRuntime(each.GetAttribute("id")))
            .Select(each => new KeyValuePair<string, string>(each.GetAttribute("id"), each.GetAttribute("version")))
            .ToList();
    }

    // Facades that both runtimes bring along; asking for them would fetch hundreds.
    static bool IsOfTheRuntime(string id)
    {
        return id == "NETStandard.Library" || id.StartsWith("Microsoft.NETCore.", StringComparison.Ordinal);
    }

    static int Place(string[] order, string framework)
    {
        int place = Array.IndexOf(order, framework);
        return place < 0 ? int.MaxValue : place;
    }

    // `.NETFramework4.6.2` and `.NETStandard2.0` as folders are named: net462, netstandard2.0.
    static string Short(string framework)
    {
        string lower = framework.ToLowerInvariant().TrimStart('.');
        return lower.StartsWith("netframework", StringComparison.Ordinal) ? "net" + lower.Substring("netframework".Length).Replace(".", "") : lower;
    }

    // The lower bound of a range; the newest of `1.2.*`.
    static string VersionOf(string id, string asked)
    {
        if (!Name.IsMatch(id))
        {
            throw new InvalidOperationException("A package name is none: " + id.Substring(0, Math.Min(id.Length, 100)));
        }

        string version = asked.Trim('[', ']', '(', ')', ' ').Split(',')[0].Trim().Split('+')[0];
        if (version.EndsWith("*", StringComparison.Ordinal))
        {
            version = Newest(id, version.TrimEnd('*'));
        }

        if (!Number.IsMatch(version))
        {
            throw new InvalidOperationException(id + ": name its version where it is referenced, like 1.2.3 (it says \"" + asked + "\").");
        }

        return version;
    }

    static string Newest(string id, string prefix)
    {
        string file = Path.Combine(folder, id.ToLowerInvariant() + ".json");
        Download(id.ToLowerInvariant() + "/index.json", file, id);
        IEnumerable<string> versions = Regex.Matches(File.ReadAllText(file), "\"([0-9][0-9.]*)\"").Cast<Match>().Select(each => each.Groups[1].Value);
        return versions.Where(each => each.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(each => each, Comparer<string>.Create(Compare)).LastOrDefault() ?? prefix;
    }

    static int Compare(string one, string other)
    {
        int[] left = Numbers(one), right = Numbers(other);
        for (int at = 0; at < 4; at++)
        {
            if (left[at] != right[at])
            {
                return left[at].CompareTo(right[at]);
            }
        }

        bool isEarly = one.Contains("-"), isOtherEarly = other.Contains("-");
        return isEarly != isOtherEarly ? (isEarly ? -1 : 1) : string.CompareOrdinal(one, other);
    }

    static int[] Numbers(string version)
    {
        var numbers = new int[4];
        string[] parts = version.Split('-')[0].Split('.');
        for (int at = 0; at < Math.Min(4, parts.Length); at++)
        {
            int.TryParse(parts[at], out numbers[at]);
        }

        return numbers;
    }

    static void Download(string path, string file, string what)
    {
        try
        {
            Run("curl", "-fsS --proto =https --retry 2 --max-filesize 104857600 -o " + Quoted(file) + " " + Registry + "/" + path);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOperationException(what + " could not be fetched: " + error.Message);
        }
    }

    static XmlElement Xml(string text)
    {
        var document = new XmlDocument { XmlResolver = null };
        using (XmlReader reader = XmlReader.Create(new StringReader(text.TrimStart('\ufeff')), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }))
        {
            document.Load(reader);
        }

        return document.DocumentElement;
    }

    static IEnumerable<XmlElement> Elements(XmlElement below, params string[] names)
    {
        return below.GetElementsByTagName("*").OfType<XmlElement>().Where(each => names.Contains(each.LocalName));
    }

    static string Attribute(XmlElement element, params string[] names)
    {
        return names.Select(each => element.GetAttribute(each)).FirstOrDefault(each => each != "") ?? "";
    }

    static string Quoted(string argument)
    {
        return "\"" + argument.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    static string Run(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using (Process process = Process.Start(start))
        {
            System.Threading.Tasks.Task<string> said = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(program + ": " + said.Result.Trim());
            }

            return output;
        }
    }
}
