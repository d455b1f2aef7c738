using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CniChain.Linux.Tests.Headers;

/// <summary>What a C compiler makes of expressions, given the kernel's headers.</summary>
internal static class KernelHeaders
{
    private static readonly string[] s_includes =
    [
        "errno.h", "sched.h", "stddef.h", "sys/file.h", "sys/socket.h", "linux/netlink.h", "linux/rtnetlink.h", "linux/if_link.h",
        "linux/if_addr.h", "linux/if_bridge.h", "linux/net_namespace.h", "linux/neighbour.h", "linux/veth.h", "linux/if.h", "linux/magic.h", "linux/nsfs.h",
    ];

    /// <summary>Evaluates C expressions; the calling test is skipped when there is no compiler or there are no headers.</summary>
    /// <param name="expressions">Each of an integer type.</param>
    /// <param name="moreIncludes">Headers besides those of rtnetlink and the base system.</param>
    public static Dictionary<string, long> Evaluate(IEnumerable<string> expressions, params string[] moreIncludes)
    {
        var folder = Directory.CreateTempSubdirectory("cnichain-headers-").FullName;
        try
        {
            var source = Path.Combine(folder, "values.c");
            var program = Path.Combine(folder, "values");
            File.WriteAllText(source, Source([.. s_includes, .. moreIncludes], expressions));
            var (compiled, _, errors) = Run("cc", "-D_GNU_SOURCE", "-o", program, source);
            Assert.SkipWhen(errors.Contains("fatal error", StringComparison.Ordinal), "needs the kernel's C headers: " + errors);
            Assert.True(compiled == 0, errors);
            return Parse(Run(program).Output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Source(string[] includes, IEnumerable<string> expressions)
    {
        var text = new StringBuilder("#include <stdio.h>\n");
        foreach (var include in includes)
        {
            text.Append(CultureInfo.InvariantCulture, $"#include <{include}>\n");
        }

        text.Append("int main(void) {\n");
        foreach (var expression in expressions)
        {
            text.Append(CultureInfo.InvariantCulture, $"printf(\"%lld %s\\n\", (long long)({expression}), \"{expression}\");\n");
        }

        return text.Append("return 0; }\n").ToString();
    }

    private static Dictionary<string, long> Parse(string output)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            values[line[(blank + 1)..]] = long.Parse(line[..blank], CultureInfo.InvariantCulture);
        }

        return values;
    }

    private static (int ExitCode, string Output, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception) when (program == "cc")
        {
            Assert.Skip("needs a C compiler, cc");
            throw;
        }
    }
}
