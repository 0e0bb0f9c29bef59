<?php
/** A token for a view, in PHP, without a library. `lock` and `subject` may be left out. */
function token(string $key, string $secret, string $origin, array $views, ?array $lock = null, ?string $subject = null,
               string $tenant = 'main', string $audience = 'granary'): string
{
    $base64url = fn(string $data): string => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $claims = ['aud' => $audience, 'iat' => time(), 'exp' => time() + 600, 'jti' => bin2hex(random_bytes(16)),
               'tenant' => $tenant, 'origin' => $origin, 'views' => $views];
    if ($lock !== null) {
        $claims['lock'] = $lock;
    }
    if ($subject !== null) {
        $claims['sub'] = $subject;
    }
    $message = $base64url(json_encode(['alg' => 'HS256', 'typ' => 'JWT', 'kid' => $key])) . '.' . $base64url(json_encode($claims));
    return $message . '.' . $base64url(hash_hmac('sha256', $message, $secret, true));
}
