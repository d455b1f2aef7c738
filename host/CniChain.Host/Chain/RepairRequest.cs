using System.Text.Json;

namespace CniChain.Host;

/// <summary>What a REPAIR asks for.</summary>
/// <param name="Networks">The names its attachments go by: the network's, and that of the conflist inside it.</param>
/// <param name="DryRun">Only say what would be done.</param>
internal sealed record RepairRequest(IReadOnlyList<string> Networks, bool DryRun)
{
    /// <summary>The configuration's key for <see cref="DryRun"/>: "cnichain/dryRun".</summary>
    public const string DryRunKey = "cnichain/dryRun";

    /// <summary>Reads it. The chain itself is not needed: the journal has that of each attachment's ADD.</summary>
    public static RepairRequest Read(RequestConfig config)
    {
        var names = new List<string> { config.Name };
        if (JsonKeys.TryGet(config.Json, "conflist", out var path) && Conflist.Read(path, "conflist").Name is var inner && inner != config.Name)
        {
            names.Add(inner);
        }

        return new RepairRequest(names, JsonKeys.TryGet(config.Json, DryRunKey, out var dryRun) && dryRun.ValueKind == JsonValueKind.True);
    }
}
