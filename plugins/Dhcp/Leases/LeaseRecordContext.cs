using System.Text.Json.Serialization;

namespace CniChain.Plugins.Dhcp;

/// <summary>How records are written and read, worked out at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(LeaseRecord))]
internal sealed partial class LeaseRecordContext : JsonSerializerContext;
