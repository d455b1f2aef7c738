namespace CniChain.TestPlugins;

/// <summary>
/// Keeps one file an attachment, and notes each start and stop, with its version, in a file "log" beside its folder. "wait" names a file that
/// ADD waits for. The version is a literal that a test changes in the built file.
/// </summary>
[CniPlugin("keeper")]
public sealed class KeeperPlugin : ICniPlugin, IResidentPlugin
{
    private readonly CancellationTokenSource _ending = new();
    private Task _work = Task.CompletedTask;
    private string? _folder;

    // No constant: that would stand in the file twice.
    private static string Version => "version-0000";

    public bool KeepsHost => _folder is { } folder && Directory.Exists(folder) && Directory.GetFiles(folder).Length > 0;

    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(context.DataDirectory);
        await File.WriteAllTextAsync(FileOf(context), "kept", cancellationToken);
        if (context.Config.Root.GetString("wait") is { } file)
        {
            Note("waits");
            while (!File.Exists(file))
            {
                await Task.Delay(10, cancellationToken);
            }

            Note("has waited");
        }

        return context.PrevResult ?? CniResult.Empty;
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        File.Delete(FileOf(context));
        return Task.CompletedTask;
    }

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(IResidentHost host, CancellationToken cancellationToken)
    {
        _folder = host.DataDirectory;
        Note("start");
        if (File.Exists(_folder + ".update"))
        {
            var attachment = new Attachment("podnet", "c1", "eth0");
            var found = await host.UpdateResultAsync(
                attachment, result => result with { Dns = new CniDns { Domain = "changed" } }, cancellationToken);
            Note($"update {found}");
        }

        _work = WorkAsync(_ending.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await _work;
        Note("stop");
    }

    private static async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private static string FileOf(CniContext context) => Path.Combine(context.DataDirectory, context.RequireAttachment().ContainerId);

    private void Note(string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
        File.AppendAllText(_folder + ".log", $"{line} {Version}\n");
    }
}
