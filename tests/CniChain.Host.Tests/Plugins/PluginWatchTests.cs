using System.Diagnostics;
using CniChain.Host.Tests.Commands;

namespace CniChain.Host.Tests.Plugins;

/// <summary>What makes a watch of files and folders speak.</summary>
public sealed class PluginWatchTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly StoppedTime _time = new();
    private readonly string _file;
    private readonly string _link;
    private readonly PluginWatch _watch;

    public PluginWatchTests()
    {
        Directory.CreateDirectory(At("folder"));
        Directory.CreateDirectory(At("elsewhere"));
        _file = At("folder/a.dll");
        _link = At("folder/link.dll");
        File.WriteAllText(_file, "1");
        File.WriteAllText(At("elsewhere/b.dll"), "1");
        File.CreateSymbolicLink(_link, At("elsewhere/b.dll"));
        _watch = new PluginWatch(_time);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void IsQuiet_OnlyWhatWasWatchedBeforeTheLook()
    {
        Assert.False(_watch.IsQuiet());
        Look();
        Assert.False(_watch.IsQuiet());

        Look();

        Assert.True(_watch.IsQuiet());
        Assert.True(_watch.IsQuiet());
    }

    [Theory]
    [InlineData("echo 2 >> folder/a.dll")]
    [InlineData("chmod 600 folder/a.dll")]
    [InlineData("touch -d 2020-01-01 folder/a.dll")]
    [InlineData("echo 2 > folder/new; mv folder/new folder/a.dll")]
    [InlineData("rm folder/a.dll")]
    [InlineData("touch folder/more")]
    [InlineData("mv folder other")]
    [InlineData("chmod 700 folder")]
    [InlineData("echo 2 > elsewhere/b.dll")]
    [InlineData("echo 2 > c; mv c elsewhere/b.dll")]
    [InlineData("ln folder/a.dll c; echo 2 > c")]
    [InlineData("mkdir -p missing/plugins")]
    public void IsQuiet_AfterAChange_NoMoreUntilTheNextLook(string change)
    {
        Look();
        Look();
        Assert.True(_watch.IsQuiet());

        using (var shell = Process.Start(new ProcessStartInfo("sh", ["-euc", change]) { WorkingDirectory = _root.Path })!)
        {
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
        }

        Assert.False(_watch.IsQuiet());
    }

    [Fact]
    public void Look_ThatFoundEverythingTheSame_GoesOnWatchingIt()
    {
        Look();
        Look();
        _time.Now += 2000;
        Assert.False(_watch.IsQuiet());

        Look(isSame: true);

        Assert.True(_watch.IsQuiet());
        File.WriteAllText(_file, "2");
        Assert.False(_watch.IsQuiet());
    }

    [Fact]
    public void Look_AfterAReplacement_WatchesTheNewFile()
    {
        Look();
        Look();
        File.Delete(_file);
        File.WriteAllText(_file, "2");
        Assert.False(_watch.IsQuiet());

        // The replacement may look the same to who compares times: what was heard decides.
        Look(isSame: true);
        Assert.False(_watch.IsQuiet());
        Look(isSame: true);
        Assert.True(_watch.IsQuiet());
        File.WriteAllText(_file, "3");
        Assert.False(_watch.IsQuiet());
    }

    [Fact]
    public void IsQuiet_FileReadOnly_Stays()
    {
        Look();
        Look();

        _ = File.ReadAllText(_file);

        Assert.True(_watch.IsQuiet());
    }

    [Fact]
    public void IsQuiet_ASecondAfterTheLook_NoMore()
    {
        Look();
        Look();
        _time.Now = 999;
        Assert.True(_watch.IsQuiet());

        _time.Now = 1000;

        Assert.False(_watch.IsQuiet());
    }

    [Fact]
    public void Uncover_AsksForAnotherLook()
    {
        Look();
        Look();

        _watch.Uncover();

        Assert.False(_watch.IsQuiet());
        Look();
        Assert.True(_watch.IsQuiet());
    }

    private void Look(bool isSame = false)
    {
        _ = _watch.IsQuiet();
        _watch.Cover([At("folder"), _file, _link, At("missing/plugins")], isSame);
    }

    private string At(string name) => Path.Combine(_root.Path, name);

    /// <summary>Milliseconds, as the test says.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
