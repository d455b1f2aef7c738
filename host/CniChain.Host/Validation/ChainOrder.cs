namespace CniChain.Host.Validation;

/// <summary>
/// The plugins of a network in the order ADD calls them, chains inside cnichain's own entries included: whether each finds what it works
/// on. Of a plugin that nobody knows anything about the best is assumed.
/// </summary>
internal sealed class ChainOrder
{
    private readonly List<OrderedPlugin> _plugins = [];

    /// <summary>Adds the next one.</summary>
    public void Add(OrderedPlugin plugin) => _plugins.Add(plugin);

    /// <summary>Reports what is wrong.</summary>
    public void Check()
    {
        OrderedPlugin? maker = null;
        for (var i = 0; i < _plugins.Count; i++)
        {
            var plugin = _plugins[i];
            CheckIpam(plugin);
            CheckCapability(plugin);
            if (plugin.Role == PluginRole.NeedsInterface && IsBeforeEveryMaker(i))
            {
                plugin.Error("type", Misplaced(i));
            }
            else if (plugin.Role == PluginRole.MakesInterface && maker is not null)
            {
                plugin.Error(
                    "type",
                    $"{plugin.Type} makes the container's interface, but {maker} before it has made one of that name, so its ADD fails: keep one of them, "
                    + "and give the other a network of its own");
            }
            else if (plugin.Role == PluginRole.HandsOutAddresses)
            {
                plugin.Warning("type", $"{plugin.Type} only hands out addresses; name it in the \"ipam\" of the plugin that makes the interface");
            }

            maker ??= plugin.Role == PluginRole.MakesInterface ? plugin : null;
        }
    }

    /// <summary>Behind loopback alone it is out of place only where its interface comes later; else it may mean lo.</summary>
    private bool IsBeforeEveryMaker(int index) =>
        index == 0
        || (_plugins.Take(index).All(static p => p.Role is PluginRole.NeedsInterface or PluginRole.Apart)
            && (_plugins[0].Role == PluginRole.NeedsInterface || _plugins.Skip(index).Any(static p => p.Role == PluginRole.MakesInterface)));

    private string Misplaced(int index)
    {
        var where = index == 0 ? "is first" : "stands before any such plugin";
        var place = _plugins.Skip(index).FirstOrDefault(static p => p.Role == PluginRole.MakesInterface) is { } maker
            ? $"put it behind {maker}"
            : "put it behind one such as bridge";
        return $"{_plugins[index].Type} {where}, but works on an interface that a plugin before it has made; {place}";
    }

    private static void CheckIpam(OrderedPlugin plugin)
    {
        if (plugin.IpamType is not { } ipam)
        {
            return;
        }

        if (KnownTypes.IgnoresIpam(plugin.Type))
        {
            plugin.Warning("ipam", $"{plugin.Type} asks nobody for addresses, so \"ipam\" does nothing here; it belongs to the plugin that makes the interface");
        }
        else if (plugin.IpamRole is PluginRole.MakesInterface or PluginRole.NeedsInterface or PluginRole.Apart)
        {
            plugin.Error("ipam.type", $"{ipam} hands out no addresses; name a plugin that does, such as host-local");
        }
    }

    private static void CheckCapability(OrderedPlugin plugin)
    {
        if (KnownTypes.NeededBy(plugin.Type) is var (capability, instead)
            && !RuntimeShare.Declared(plugin.Json).Contains(capability, StringComparer.OrdinalIgnoreCase)
            && !JsonKeys.TryGet(plugin.Json, "runtimeConfig", out _)
            && !instead.Any(key => JsonKeys.TryGet(plugin.Json, key, out _)))
        {
            plugin.Warning(
                "type",
                $"{plugin.Type} does nothing here: without the capability \"{capability}\" the runtime tells it nothing; "
                + $"add \"capabilities\": {{ \"{capability}\": true }}");
        }
    }
}
