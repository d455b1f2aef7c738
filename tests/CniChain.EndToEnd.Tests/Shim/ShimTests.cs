using System.Text.Json;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Shim;

public sealed class ShimTests : IDisposable
{
    private const long ThreeMegabytes = 3_000_000;

    private readonly ShimTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Version_IsAnsweredWithoutAHost()
    {
        File.Delete(_tree.Host);
        var result = ShimTree.Run(_tree.Shim, Cni("VERSION"));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            """{"cniVersion":"1.1.0","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}""" + "\n",
            result.Output);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Executable_IsSmall() => Assert.InRange(new FileInfo(_tree.Shim).Length, 1, ThreeMegabytes);

    /// <remarks>See CgroupQuestion in its project: the runtime would read it twice at every start.</remarks>
    [Fact]
    public void Executable_DoesNotReadTheNodesMountTable() =>
        Assert.Equal(-1, File.ReadAllBytes(_tree.Shim).AsSpan().IndexOf("/proc/self/mountinfo"u8));

    [Fact]
    public void Executable_NeedsNoLibraryOfTheNode()
    {
        var result = Command.Run(["ldd", _tree.Shim]);
        Assert.Contains("not a dynamic executable", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void BareCall_TellsUsageOnStderrAndSucceeds()
    {
        var result = ShimTree.Run(_tree.Shim, []);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("cnichain add", result.Error, StringComparison.Ordinal);
        Assert.Contains("1.1.0", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void CniCall_BecomesTheHost_StreamsAndExitStatusIncluded()
    {
        var result = ShimTree.Run(_tree.Shim, Cni("ADD"));
        Assert.Equal(["run"], Lines(result, "argument:"));
        Assert.Equal(["{}"], Lines(result, "stdin:"));
        Assert.Equal("from the host\n", result.Error);
        Assert.Equal(42, result.ExitCode);
    }

    [Fact]
    public void Link_UnderAnotherName_IsServedAsThatType() =>
        Assert.Equal(["run", "--as", "host-local"], Lines(ShimTree.Run(_tree.Link("host-local"), Cni("ADD")), "argument:"));

    [Fact]
    public void Link_UnderItsOwnName_IsTheChain() =>
        Assert.Equal(["run"], Lines(ShimTree.Run(_tree.Link("cnichain"), Cni("ADD")), "argument:"));

    [Fact]
    public void HardLink_BesideIt_IsServedAsThatType()
    {
        var link = Path.Combine(_tree.Root, "bin", "portmap");
        _ = Command.Run(["ln", _tree.Shim, link]).Checked();
        Assert.Equal(["run", "--as", "portmap"], Lines(ShimTree.Run(link, Cni("DEL")), "argument:"));
    }

    [Fact]
    public void Arguments_WithoutCniCommand_GoToTheCommandLineAsTheyAre() =>
        Assert.Equal(
            ["cli", "add", "pod net", "", "--cap-args", "{\"ü\":1}"],
            Lines(ShimTree.Run(_tree.Shim, [], "add", "pod net", "", "--cap-args", "{\"ü\":1}"), "argument:"));

    [Fact]
    public void Environment_PassesByList_TheRestUnderAnotherName()
    {
        var environment = Cni("ADD");
        foreach (var name in (string[])["TRACEPARENT", "TRACESTATE", "BAGGAGE", "OTEL_X", "CNICHAIN_X", "CNI_X", "PATH", "TZ"])
        {
            environment.TryAdd(name, $"kept {name}");
        }

        var kept = environment.Keys.Order(StringComparer.Ordinal).ToList();
        string[] withheld = ["COMPlus_x", "CORECLR_PROFILER", "DOTNET_ROOT", "DOTNET_STARTUP_HOOKS", "HOME", "LD_DEBUG_OUTPUT", "XCNI_X"];
        foreach (var name in withheld)
        {
            environment[name] = "not for the host";
        }

        environment["PATH"] = "/usr/bin:/bin";
        var passed = Lines(ShimTree.Run(_tree.Shim, environment), "variable:");
        var handedOn = passed.Where(v => v.StartsWith("CNICHAIN_CALLER_", StringComparison.Ordinal)).ToArray();
        Assert.Equal(withheld.Select(name => $"CNICHAIN_CALLER_{name}=not for the host"), handedOn.Order(StringComparer.Ordinal));
        Assert.Contains("CNICHAIN_X=kept CNICHAIN_X", passed);
        var names = passed.Except(handedOn).Select(v => v.Split('=')[0]).Where(n => n != "DOTNET_EnableDiagnostics").Order(StringComparer.Ordinal);
        Assert.Equal(kept, names);
    }

    [Fact]
    public void Environment_OfTensOfKilobytes_PassesWhole()
    {
        var environment = Cni("ADD");
        environment["CNI_ARGS"] = new string('x', 100_000);
        Assert.Contains($"CNI_ARGS={environment["CNI_ARGS"]}", Lines(ShimTree.Run(_tree.Shim, environment), "variable:"));
    }

    [Fact]
    public void Host_Missing_IsACniErrorThatNamesThePlaces()
    {
        Assert.SkipWhen(File.Exists("/usr/lib/cnichain/cnichaind") || File.Exists("/usr/local/lib/cnichain/cnichaind"), "CniChain is installed here");
        File.Delete(_tree.Host);
        AssertError(ShimTree.Run(_tree.Shim, Cni("ADD")), _tree.Host);
    }

    [Theory]
    [InlineData("lib/cnichain/cnichaind", UnixFileMode.OtherWrite)]
    [InlineData("lib/cnichain/cnichaind", UnixFileMode.GroupWrite)]
    [InlineData("lib/cnichain/cnichaind.dll", UnixFileMode.OtherWrite)]
    [InlineData("lib/cnichain", UnixFileMode.OtherWrite)]
    public void Host_OthersMayWrite_IsRefused(string file, UnixFileMode mode)
    {
        var path = Path.Combine(_tree.Root, file);
        if (!Path.Exists(path))
        {
            File.WriteAllText(path, "");
        }

        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | mode);
        AssertError(ShimTree.Run(_tree.Shim, Cni("ADD")), $"{path} may be written by others");
    }

    [Fact]
    public void Host_OfAnotherUser_IsRefused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it gives a file away");
        _ = Command.Run(["chown", "65534", _tree.Host]).Checked();
        AssertError(ShimTree.Run(_tree.Shim, Cni("ADD")), "belongs to user 65534");
    }

    [Fact]
    public void Host_ThatCannotBeStarted_IsACniError()
    {
        ProgramFile.Write(_tree.Host, "#!/nonexistent/interpreter\n");
        AssertError(ShimTree.Run(_tree.Shim, Cni("ADD")), "No such file");
    }

    [Fact]
    public void Shim_ReplacedWhileItStarts_StillFindsItsHost()
    {
        // What an upgrade does between exec and the look at /proc/self/exe, whose text then ends in " (deleted)".
        var script = $"exec 9<{_tree.Shim}; rm {_tree.Shim}; exec -a cnichain /proc/self/fd/9";
        Assert.Equal(["run"], Lines(Command.Run(["bash", "-c", script], "{}", Cni("ADD")), "argument:"));
    }

    /// <remarks>A host is looked for in the tree, where there is none, and not on this machine, where there may be one.</remarks>
    private Dictionary<string, string> Cni(string command) => new()
    {
        ["CNI_COMMAND"] = command,
        ["CNICHAIN_SOCKET"] = Path.Combine(_tree.Root, "run", "cnichain.sock"),
        ["PATH"] = "/usr/bin:/bin",
    };

    private static List<string> Lines(CommandResult result, string prefix) =>
        [.. result.Output.Split('\n').Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l[prefix.Length..])];

    private static void AssertError(CommandResult result, string part)
    {
        Assert.Equal(1, result.ExitCode);
        var error = JsonElement.Parse(result.Output);
        Assert.Equal(5, error.GetProperty("code").GetInt32());
        Assert.Contains(part, error.GetProperty("msg").GetString(), StringComparison.Ordinal);
    }
}
