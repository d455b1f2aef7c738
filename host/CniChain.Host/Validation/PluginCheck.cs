using System.Text.Json;

namespace CniChain.Host.Validation;

/// <summary>One plugin's entry, and its IPAM plugin's section, looked at by the plugins themselves.</summary>
internal sealed class PluginCheck(RequestScope scope, ConfigFile file, string path, ChainEntry entry, ChainDefinition chain)
{
    // What the specification or the host gives a meaning, whatever the plugin.
    private static readonly string[] s_common =
        ["type", "name", "cniVersion", "cniVersions", "capabilities", "runtimeConfig", "prevResult", "args", "ipam", "dns"];

    private readonly ConfigReport _report = new();

    private PluginRole _role;
    private PluginRole _ipamRole;

    /// <summary>Its place in the network's order, once it was looked at.</summary>
    public OrderedPlugin InOrder => new(file, path, entry.Json, entry.Type, _role, entry.IpamType, _ipamRole);

    /// <summary>Looks at the entry.</summary>
    /// <param name="plugins">Takes the plugins that the entry names.</param>
    /// <param name="cancellationToken">Cancels the questions to executables.</param>
    public async Task RunAsync(List<CheckedPlugin> plugins, CancellationToken cancellationToken)
    {
        var config = ReadConfig();
        (var isChecked, _role) = await LookAsync(entry.Type, path, config, plugins, cancellationToken);
        var isIpamChecked = false;
        if (entry.IpamType is { } ipam)
        {
            (isIpamChecked, _ipamRole) = await LookAsync(ipam, $"{path}.ipam", config, plugins, cancellationToken);
        }

        foreach (var finding in _report.Findings.Distinct())
        {
            file.Error(Under(path, finding.Path), $"{entry.Type}: {finding.Message}");
        }

        if (isChecked)
        {
            FindUnknown(entry.Json, "", isIpamChecked);
        }
        else if (isIpamChecked && JsonKeys.TryGet(entry.Json, "ipam", out var section))
        {
            FindUnknown(section, "ipam", true);
        }
    }

    /// <summary>What ADD would be called with, and the capabilities, which tell what else the runtime will bring.</summary>
    private NetworkConfig ReadConfig()
    {
        var derived = JsonElement.Parse(StepConfigWriter.Write(entry, chain, null, null));
        var config = JsonText.WriteObject(
            json =>
            {
                foreach (var member in derived.EnumerateObject())
                {
                    member.WriteTo(json); // Also what is given twice, which a JsonObject could not hold.
                }

                if (JsonKeys.TryGet(entry.Json, "capabilities", out var capabilities))
                {
                    json.WritePropertyName("capabilities");
                    capabilities.WriteTo(json);
                }
            },
            indented: false);
        return NetworkConfig.Parse(JsonElement.Parse(config), _report);
    }

    private async Task<(bool IsChecked, PluginRole Role)> LookAsync(
        string type, string at, NetworkConfig config, List<CheckedPlugin> plugins, CancellationToken cancellationToken)
    {
        IChainPlugin plugin;
        try
        {
            plugin = scope.Resolver.Resolve(type);
        }
        catch (CniException e)
        {
            file.Error($"{at}.type", e.Message);
            plugins.Add(new CheckedPlugin(file.Path, at, type, null, false));
            return (false, KnownTypes.RoleOf(type));
        }

        var isChecked = plugin is AssemblyPlugin loaded ? Ask(loaded, at, config) : await AskVersionAsync(plugin, at, cancellationToken);
        plugins.Add(new CheckedPlugin(file.Path, at, type, plugin.Location, isChecked));
        return (isChecked, RoleOf(plugin));
    }

    /// <summary>What an assembly says of itself; of an executable there is nobody else to ask than its name.</summary>
    private static PluginRole RoleOf(IChainPlugin plugin) => (plugin as AssemblyPlugin)?.Instance switch
    {
        ICniConfigCheck { MakesInterface: true } => PluginRole.MakesInterface,
        ICniConfigCheck { NeedsPrevResult: true } => PluginRole.NeedsInterface,
        _ => KnownTypes.RoleOf(plugin.Type),
    };

    private bool Ask(AssemblyPlugin plugin, string at, NetworkConfig config)
    {
        if (config.CniVersion < plugin.MinimumVersion)
        {
            file.Error($"{at}.type", $"{plugin.Type} needs cniVersion {plugin.MinimumVersion} or later, and this network's is {config.CniVersion}");
        }

        if (plugin.Instance is not ICniConfigCheck check)
        {
            file.Note(at, $"{plugin.Type} ({plugin.Location}) does not check configurations: its keys were not looked at");
            return false;
        }

        var before = _report.Findings.Count;
        try
        {
            check.CheckConfig(NewContext(config));
        }
        catch (CniException e) when (_report.Findings.Count > before)
        {
            // The exception has in one text what the report has one by one.
            _ = e;
        }
        catch (Exception e)
        {
            file.Error(at, e is CniException ? e.Message : $"{plugin.Type} failed to check it: {e.GetType().Name}: {e.Message}");
        }

        return true;
    }

    private async Task<bool> AskVersionAsync(IChainPlugin plugin, string at, CancellationToken cancellationToken)
    {
        var spoken = await new VersionQuestion(plugin.Location).AskAsync(scope, cancellationToken);
        if (spoken.Count > 0 && !spoken.Contains(chain.Version))
        {
            file.Error($"{at}.type", $"{plugin.Type} ({plugin.Location}) does not speak CNI {chain.Version}; it speaks {string.Join(", ", spoken)}");
        }

        file.Note(at, $"{plugin.Type} is executed ({plugin.Location}): its keys were not checked");
        return false;
    }

    private CniContext NewContext(NetworkConfig config) => new()
    {
        Verb = CniVerb.Add,
        Config = config,
        Attachment = new Attachment(chain.Network, "validate", "eth0"),
        HostNetns = scope.HostNetns.Handle,
        Ipam = NoIpam.Instance,
        Log = scope.Log,
        StateDirectory = "",
    };

    private void FindUnknown(JsonElement json, string at, bool isIpamChecked)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in json.EnumerateArray())
            {
                FindUnknown(item, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at}[{index++}]"), isIpamChecked);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object && _report.KeysReadIn(at) is { } known)
        {
            foreach (var member in json.EnumerateObject())
            {
                var place = Under(at, member.Name);
                var isCommon = at.Length == 0
                    ? s_common.Contains(member.Name, StringComparer.OrdinalIgnoreCase) || member.Name.Contains('/', StringComparison.Ordinal)
                    : place.Equals("ipam.type", StringComparison.OrdinalIgnoreCase);
                if (isCommon || known.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
                {
                    if (isIpamChecked || !place.Equals("ipam", StringComparison.OrdinalIgnoreCase))
                    {
                        FindUnknown(member.Value, place, isIpamChecked);
                    }
                }
                else
                {
                    ReportUnknown(place, member.Name, known);
                }
            }
        }
    }

    private void ReportUnknown(string place, string key, IEnumerable<string> known)
    {
        var asker = place.StartsWith("ipam.", StringComparison.OrdinalIgnoreCase) ? entry.IpamType : entry.Type;
        var meant = KeySuggestion.Find(key, known) is { } near ? $"; did you mean \"{near}\"?" : "; remove it, or correct it";
        file.Warning(Under(path, place), $"{asker} does not know \"{place}\"{meant}");
    }

    private static string Under(string outer, string inner) => outer.Length == 0 ? inner : inner.Length == 0 ? outer : $"{outer}.{inner}";
}
