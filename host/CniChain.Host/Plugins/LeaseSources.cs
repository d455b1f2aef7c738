namespace CniChain.Host;

/// <summary>The leases of all plugins that keep some, read from their folders: what a host beside this process keeps is seen too.</summary>
internal sealed class LeaseSources(PluginCatalog catalog, ChainHostOptions options, ICniLog log)
{
    /// <summary>Reads them, by network, container and interface.</summary>
    /// <exception cref="CniException">A plugin cannot be loaded.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public IReadOnlyList<LeaseView> Read()
    {
        var leases = new List<LeaseView>();
        if (Directory.Exists(options.DataDirectory))
        {
            foreach (var folder in Directory.EnumerateDirectories(options.DataDirectory))
            {
                var type = Path.GetFileName(folder);
                if (CniNames.IsPluginType(type))
                {
                    leases.AddRange(Read(type, folder));
                }
            }
        }

        return [.. leases.OrderBy(l => l.Attachment.ToString(), StringComparer.Ordinal)];
    }

    private IReadOnlyList<LeaseView> Read(string type, string folder)
    {
        var plugin = catalog.Find(type, log, out var holder);
        try
        {
            return plugin?.Instance is ILeaseSource source ? source.ReadLeases(folder) : [];
        }
        finally
        {
            holder?.Exit();
        }
    }
}
