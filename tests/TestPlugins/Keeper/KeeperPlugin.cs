namespace CniChain.TestPlugins;

/// <summary>Keeps one file an attachment, and notes each start and stop in a file "log" beside its folder.</summary>
[CniPlugin("keeper")]
public sealed class KeeperPlugin : ICniPlugin, IResidentPlugin
{
    private string? _folder;

    public bool KeepsHost => _folder is { } folder && Directory.Exists(folder) && Directory.GetFiles(folder).Length > 0;

    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(context.DataDirectory);
        await File.WriteAllTextAsync(FileOf(context), "kept", cancellationToken);
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
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Note("stop");
        return Task.CompletedTask;
    }

    private static string FileOf(CniContext context) => Path.Combine(context.DataDirectory, context.RequireAttachment().ContainerId);

    private void Note(string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder)!);
        File.AppendAllText(_folder + ".log", line + "\n");
    }
}
