namespace CniChain.Plugins.HostLocal;

/// <summary>Whether an ADD could be served.</summary>
/// <remarks>Takes no lock and creates nothing: an ADD that hangs must not hang STATUS, and the answer is a moment's anyway.</remarks>
internal static class PoolStatus
{
    // As many as an ADD tries before it lists them.
    private const int TriesBeforeListing = 32;

    /// <exception cref="CniException">Code 50, with the first reason found why not.</exception>
    public static void Require(HostLocalConfig config)
    {
        try
        {
            if (config.ResolvConf is { } file)
            {
                ResolvConf.Read(file);
            }

            LockedLeases.RefuseForeignLink(config.DataDir);
            using var files = OpenFolder.TryOpen(config.LeaseFolder);
            if (files is null)
            {
                RequireCreatable(config.LeaseFolder);
                return;
            }

            if ((files.ExplainDistrust() ?? files.ExplainUnwritable()) is { } reason)
            {
                throw NotReady(reason);
            }

            RequireFree(config, new LeaseFolder(files, Boot.Current));
        }
        catch (Exception e) when (e is IOException or CniException { Code: not CniErrorCode.PluginNotAvailable })
        {
            throw new CniException(CniErrorCode.PluginNotAvailable, e is CniException ? e.Message : $"host-local: {e.Message}", null, e);
        }
    }

    private static void RequireFree(HostLocalConfig config, LeaseFolder leases)
    {
        var full = config.Sets.Where(set => !HasFreeOneAhead(set, leases)).ToList();
        var addresses = full.Count > 0 ? leases.Addresses() : [];
        foreach (var set in full)
        {
            var leased = addresses.FindAll(a => set.RangeOf(a) is { } range && !a.Equals(range.Gateway));

            // Only a full pool is worth a look into every file: what ADD would reclaim is as good as free.
            if ((UInt128)leased.Count >= set.Count && !leased.Exists(a => leases.Find(a) is null or { IsOrphan: true }))
            {
                throw NotReady($"no address is free in {set}: all {set.Count} are leased in {leases.Path}");
            }
        }
    }

    /// <summary>Whether one of the next addresses in turn is free, which is so in nearly every pool, and saves listing all leases.</summary>
    private static bool HasFreeOneAhead(RangeSet set, LeaseFolder leases) =>
        set.From(leases.ReadLast(set.Index)).Take(TriesBeforeListing).Any(next => leases.Find(next.Address) is null);

    /// <summary>The folder is absent, so ADD would make it: below the nearest folder there is.</summary>
    private static void RequireCreatable(string path)
    {
        for (var parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            if (!Directory.Exists(parent))
            {
                continue;
            }

            // Resolved, because the administrator may have put the data elsewhere by a link.
            using var folder = OpenFolder.TryOpen(Directory.ResolveLinkTarget(parent, returnFinalTarget: true)?.FullName ?? parent);
            if (folder is not null)
            {
                if (folder.ExplainUnwritable() is { } reason)
                {
                    throw NotReady($"the lease folder {path} cannot be made: {reason}");
                }

                return;
            }
        }
    }

    private static CniException NotReady(string reason) => new(CniErrorCode.PluginNotAvailable, $"host-local: {reason}");
}
