using System.Diagnostics;

namespace CniChain.Host.Tests;

public sealed class ForegroundRunTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Run_WithAPluginThatPrints_KeepsStdoutForTheResult()
    {
        var answer = await RunAsync("ADD", ChainFixture.Chain("{\"type\": \"printing\"}"));

        answer.AssertSuccess();
        Assert.Equal("eth0", answer.Json.GetProperty("interfaces")[0].GetProperty("name").GetString());
        Assert.Contains("a plugin that prints\n", answer.Stderr, StringComparison.Ordinal);
        Assert.Contains("cnichain: a plugin that logs\n", answer.Stderr, StringComparison.Ordinal);
        Assert.Single(_host.JournalFiles);
    }

    [Fact]
    public async Task Run_ThatFails_PrintsOneErrorAndExitsWith1()
    {
        (await RunAsync("ADD", "{}")).AssertError(7, "\"name\"");
        (await RunAsync("", "")).AssertError(4, "CNI_COMMAND");
    }

    [Fact]
    public async Task Run_Version_DoesNotWaitForStdin()
    {
        using var run = await RunProcess.StartAsync(_host, "VERSION", "");

        Assert.Contains("\"supportedVersions\"", (await run.AnswerAsync()).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Terminated_UndoesAndSaysSo()
    {
        var started = _host.PathOf("started");
        using var run = await RunProcess.StartAsync(_host, "ADD", ChainFixture.Chain($$"""{{_host.Recorder("a")}}, {"type": "endless", "started": "{{started}}"}"""));
        while (!File.Exists(started))
        {
            await Task.Delay(10);
        }

        using (Process.Start("kill", $"-TERM {run.Id}"))
        {
            (await run.AnswerAsync()).AssertError(11, "endless", "cancelled");
        }

        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Run_Killed_IsUndoneByTheNextAdd()
    {
        var started = _host.PathOf("started");
        var config = ChainFixture.Chain($$"""{{_host.Recorder("a")}}, {"type": "endless", "started": "{{started}}"}""");
        using (var run = await RunProcess.StartAsync(_host, "ADD", config))
        {
            while (!File.Exists(started))
            {
                await Task.Delay(10);
            }

            using var kill = Process.Start("kill", $"-KILL {run.Id}");
            await run.AnswerAsync();
        }

        Assert.Single(_host.JournalFiles);

        (await RunAsync("ADD", ChainFixture.Chain(_host.Recorder("b")))).AssertSuccess();

        Assert.Equal(["a Add", "a Del", "b Add"], _host.Calls);
        Assert.False(File.Exists(started));
    }

    private async Task<Answer> RunAsync(string command, string config, params (string Name, string Value)[] variables)
    {
        using var run = await RunProcess.StartAsync(_host, command, config, variables);
        return await run.AnswerAsync();
    }
}
