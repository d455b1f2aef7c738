using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>Packs a root file system as an OCI image layout (image-spec v1.0, image-layout.md), which <c>ctr images import</c> takes.</summary>
internal sealed class OciImage
{
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private readonly Dictionary<string, byte[]> _blobs = [];

    /// <summary>Writes the image.</summary>
    /// <param name="rootfs">The folder to pack.</param>
    /// <param name="target">The tar file to write.</param>
    /// <param name="reference">The image's name, with a tag.</param>
    /// <param name="command">What a container of it runs.</param>
    public static void Write(string rootfs, string target, string reference, params string[] command)
    {
        var image = new OciImage();
        var layer = Layer(rootfs);
        var config = Utf8(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["Cmd"] = new JsonArray([.. command.Select(word => (JsonNode)word)]),
                ["Env"] = new JsonArray("PATH=/bin"),
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest(layer)) },
        });
        var manifest = Utf8(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = image.Add(config, ConfigType),
            ["layers"] = new JsonArray(image.Add(layer, LayerType)),
        });
        var entry = image.Add(manifest, ManifestType);
        entry["annotations"] = new JsonObject
        {
            ["io.containerd.image.name"] = reference,
            ["org.opencontainers.image.ref.name"] = reference[(reference.LastIndexOf(':') + 1)..],
        };
        image.Pack(target, Utf8(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(entry) }));
    }

    private static byte[] Layer(string rootfs)
    {
        using var stream = new MemoryStream();
        TarFile.CreateFromDirectory(rootfs, stream, includeBaseDirectory: false);
        return stream.ToArray();
    }

    private static byte[] Utf8(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());

    private static string Digest(byte[] blob) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob));

    private JsonObject Add(byte[] blob, string mediaType)
    {
        var digest = Digest(blob);
        _blobs[digest] = blob;
        return new JsonObject { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = blob.Length };
    }

    private void Pack(string target, byte[] index)
    {
        using var file = File.Create(target);
        using var tar = new TarWriter(file);
        Entry("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        Entry("index.json", index);
        foreach (var (digest, blob) in _blobs)
        {
            Entry("blobs/" + digest.Replace(':', '/'), blob);
        }

        void Entry(string name, byte[] content) =>
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }
}
